#include "page_assets.h"
#include "embedded_file.h"

#if !__has_include("page.css")
#error "page.css is missing"
#endif
ASSET(galley_page_css, "page.css")

#if !__has_include("page.js")
#error "page.js is missing"
#endif
ASSET(galley_page_js, "page.js")
