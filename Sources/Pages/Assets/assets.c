#include "diff_assets.h"
#include "embedded_file.h"

#if !__has_include("diff.css")
#error "diff.css is missing"
#endif
ASSET(galley_diff_css, "diff.css")

#if !__has_include("diff-page.css")
#error "diff-page.css is missing"
#endif
ASSET(galley_diff_page_css, "diff-page.css")
