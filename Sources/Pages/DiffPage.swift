internal import DiffAssets
import Galley

extension RevisionDiff {
  /// One HTML file that needs nothing else: no script, no font, no image, for the screen and for paper.
  package var page: String {
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <title>\(shown(title))</title>
      <style>
      \(HTML(trusted: DiffStyle.whole))
      </style>
      </head>
      <body>
      <main>
      \(DiffArticle(self).html)
      </main>
      </body>
      </html>

      """
    return page.markup
  }
}

/// The style of a diff, from the files in Assets.
package enum DiffStyle {
  /// For a page that has colours named as there.
  package static var part: String { String(cString: galley_diff_css()) }

  static var whole: String { String(cString: galley_diff_page_css()) + part }
}
