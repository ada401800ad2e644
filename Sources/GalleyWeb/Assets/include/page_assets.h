// The files of this folder, each as a text that ends in NUL.
#pragma once

const char *galley_page_css(void);
const char *galley_page_js(void);
