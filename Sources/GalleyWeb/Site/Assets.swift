import PageAssets
import Pages

/// The page's style and its one script, from the files in Assets. The page works without the script, which only saves
/// copying the passage.
enum Assets {
  static var style: String { String(cString: galley_page_css()) + DiffStyle.part }
  static var script: String { String(cString: galley_page_js()) }
}
