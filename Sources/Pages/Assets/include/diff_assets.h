// The files of this folder, each as a text that ends in NUL.
#pragma once

const char *galley_diff_css(void);
const char *galley_diff_page_css(void);
