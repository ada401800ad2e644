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

/// The style of a diff. Every difference shows without colour too: by lines under and through the words.
package enum DiffStyle {
  /// For a page that has colours named as below.
  package static let part = """
    .diff .block > p { white-space: pre-line; } .diff .block > pre { white-space: pre-wrap; }
    .diff .block > pre { font: .85em/1.5 ui-monospace, monospace; }
    .diff .row { padding-left: .9rem; border-left: 3px solid transparent; }
    .diff .changed, .diff .split, .diff .merged { border-color: var(--line); }
    .diff .inserted { border-color: var(--put); } .diff .deleted { border-color: var(--cut); }
    .diff .moved, .diff .movedAway { border-color: var(--move); }
    .diff .block > p, .diff .block > pre { margin: .6em 0; }
    .label { font: 13px/1.4 system-ui, sans-serif; color: var(--faint); }
    .excerpt { color: var(--faint); font-style: italic; }
    ins { color: var(--put); background: var(--put-paper); text-decoration: underline; text-underline-offset: .15em; text-decoration-thickness: 1px; }
    del { color: var(--cut); background: var(--cut-paper); text-decoration: line-through; }
    ins.moved, del.moved { color: var(--move); background: none; }
    ins + del, del + ins { margin-left: .12em; }
    .move { font: 11px system-ui, sans-serif; margin: 0 .3em; }
    .key { margin-left: 1em; }
    @media print { .row, .note { break-inside: avoid; } .row.code { break-inside: auto; } h2, h3, h4, h5, h6 { break-after: avoid; } ins, del, mark { print-color-adjust: exact; } }
    """

  static let whole = """
    :root { color-scheme: light dark; --ink: #1c1b19; --paper: #fdfcf9; --faint: #625e56; --line: #cfc9bc; --link: #1f5a94;
      --put: #14632a; --put-paper: #e2f3e3; --cut: #9a1f1f; --cut-paper: #fbe6e4; --move: #6a3d9a; --note: #f3dfa0; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8e5dd; --paper: #1b1a18; --faint: #aaa598; --line: #4a463e; --link: #8dbbe6;
      --put: #8fd49c; --put-paper: #16301b; --cut: #f0a29b; --cut-paper: #3a1b19; --move: #c9a7f0; --note: #5c4f16; } }
    @media print { :root { --ink: #000; --paper: #fff; --faint: #444; --line: #999; --link: #000; --put: #0b4d1d; --put-paper: #fff; --cut: #8a1616;
      --cut-paper: #fff; --move: #4b2b72; --note: #eee; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.55 Georgia, 'Noto Serif', serif; }
    main { max-width: 70rem; margin: 0 auto; padding: 1.5rem; }
    a { color: var(--link); }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .3rem; }
    h2, h3, h4, h5, h6 { font-size: 1.15rem; line-height: 1.3; margin: 1.4em 0 .5em; } h2 { font-size: 1.35rem; }
    .facts, .who, .state { font: 14px/1.5 system-ui, sans-serif; color: var(--faint); }
    .row { display: grid; grid-template-columns: minmax(0, 38rem) minmax(13rem, 1fr); gap: 0 2rem; }
    .block { overflow-wrap: anywhere; unicode-bidi: isolate; }
    mark { color: inherit; background: none; border-bottom: 2px solid var(--note); }
    .ref { font: 11px system-ui, sans-serif; vertical-align: super; line-height: 0; padding: 0 .15em; text-decoration: none; }
    .note { border-left: 3px solid var(--note); margin: .7rem 0; padding: .1rem 0 .1rem .8rem; font: 14px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
    .note p { margin: .2rem 0; white-space: pre-line; unicode-bidi: isolate; }
    .note blockquote { margin: .2rem 0; color: var(--faint); font-style: italic; }
    .reply { padding-left: .8rem; }
    .note:target, .block:target { outline: 2px solid var(--link); }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
    @media (max-width: 54rem) { .row { grid-template-columns: minmax(0, 1fr); } aside { padding-left: 1.5rem; } }
    @media print { body { font-size: 10.5pt; } main { max-width: none; padding: 0; } .row { grid-template-columns: minmax(0, 1fr) 15rem; }
      .ref, .move { text-decoration: none; } }
    \(part)
    """
}
