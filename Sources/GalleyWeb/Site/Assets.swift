import Pages

/// The page's style and its one script. The page works without the script, which only saves copying the passage.
enum Assets {
  static let style = """
    :root { color-scheme: light dark; --ink: #1c1b19; --paper: #fdfcf9; --faint: #6a665e; --line: #dcd7cc;
      --comment: #f6e7a8; --query: #f9cfa5; --suggestion: #cfe6c9; --link: #1f5a94;
      --put: #14632a; --put-paper: #e2f3e3; --cut: #9a1f1f; --cut-paper: #fbe6e4; --move: #6a3d9a; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8e5dd; --paper: #1b1a18; --faint: #a19c90; --line: #3b3832;
      --comment: #5c4f16; --query: #6b411a; --suggestion: #2c4a2a; --link: #8dbbe6;
      --put: #8fd49c; --put-paper: #16301b; --cut: #f0a29b; --cut-paper: #3a1b19; --move: #c9a7f0; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.55 Georgia, 'Noto Serif', serif; }
    a { color: var(--link); }
    .top { display: flex; gap: 1.5rem; padding: .6rem 1.5rem; border-bottom: 1px solid var(--line); font: 14px system-ui, sans-serif; }
    .top a { font-weight: 700; text-decoration: none; }
    main { max-width: 74rem; margin: 0 auto; padding: 1rem 1.5rem 6rem; }
    h1 { font-size: 1.7rem; line-height: 1.2; margin: 1rem 0 .3rem; }
    h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
    .facts, .me, .who, .state { font: 14px/1.5 system-ui, sans-serif; color: var(--faint); }
    .row { display: grid; grid-template-columns: minmax(0, 38rem) minmax(14rem, 1fr); gap: 0 2.5rem; }
    .block { overflow-wrap: anywhere; unicode-bidi: isolate; }
    .block pre, .block table { overflow-x: auto; display: block; }
    .block th, .block td, .articles th, .articles td { border-bottom: 1px solid var(--line); padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; }
    .articles { border-collapse: collapse; width: 100%; font: 15px/1.5 system-ui, sans-serif; }
    mark { color: inherit; background: var(--comment); padding: .05em 0; }
    mark.query { background: var(--query); } mark.suggestion { background: var(--suggestion); }
    mark.closed { background: none; border-bottom: 1px dotted var(--faint); }
    mark.lit { outline: 2px solid var(--link); }
    .ref { font: 11px system-ui, sans-serif; color: var(--faint); padding-left: .25em; user-select: none; }
    .note { border-left: 3px solid var(--comment); margin: .9rem 0; padding: .1rem 0 .1rem .8rem; font: 14px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
    .note.query { border-color: var(--query); } .note.suggestion { border-color: var(--suggestion); }
    .note.closed { opacity: .65; }
    .note:target, .note.lit { outline: 2px solid var(--link); }
    .note p { margin: .2rem 0; white-space: pre-line; unicode-bidi: isolate; }
    .note blockquote { margin: .2rem 0; color: var(--faint); font-style: italic; }
    .note .perhaps { color: var(--faint); }
    .reply { padding-left: .8rem; }
    \(DiffStyle.part)
    .trouble { border-left: 4px solid #b3261e; padding-left: .8rem; }
    summary { cursor: pointer; color: var(--link); }
    textarea, input, select, button { font: 14px system-ui, sans-serif; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 4px; padding: .35rem .5rem; max-width: 100%; }
    textarea { display: block; width: 100%; min-height: 3.5rem; margin: .3rem 0; }
    select option { color: black; }
    button { cursor: pointer; border-color: var(--faint); }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
    #remark form { max-width: 38rem; }
    #remark.floating { position: fixed; right: 1.5rem; bottom: 1.5rem; width: min(26rem, calc(100vw - 3rem)); background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: .2rem 1rem 1rem; box-shadow: 0 4px 24px #0004; }
    #remark.floating h2 { margin: .6rem 0 0; } #remark.floating > p { display: none; }
    @media (max-width: 56rem) { .row { grid-template-columns: minmax(0, 1fr); } .articles { display: block; overflow-x: auto; } }
    @media print { form, details, #remark, .top { display: none; } }
    """

  static let script = """
    'use strict';
    const text = document.getElementById('text');
    const box = document.getElementById('remark');
    if (text && box) {
      const form = box.querySelector('form');
      const words = range => {
        const copy = range.cloneContents();
        copy.querySelectorAll('aside, .ref').forEach(node => node.remove());
        return copy.textContent;
      };
      const take = () => {
        const selection = document.getSelection();
        if (!selection.rangeCount || selection.isCollapsed) return;
        const range = selection.getRangeAt(0);
        if (!text.contains(range.commonAncestorContainer)) return;
        const quote = words(range).trim();
        if (!quote) return;
        const before = document.createRange();
        before.selectNodeContents(text);
        before.setEnd(range.startContainer, range.startOffset);
        const after = document.createRange();
        after.selectNodeContents(text);
        after.setStart(range.endContainer, range.endOffset);
        form.quote.value = quote;
        form.prefix.value = words(before).slice(-64);
        form.suffix.value = words(after).slice(0, 64);
        box.classList.add('floating');
      };
      document.addEventListener('mouseup', take);
      document.addEventListener('keyup', event => { if (event.shiftKey) take(); });
      document.addEventListener('keydown', event => { if (event.key === 'Escape') box.classList.remove('floating'); });
      form.quote.addEventListener('input', () => { form.prefix.value = form.suffix.value = ''; });
      const light = (numbers, isOn) => {
        document.querySelectorAll('mark').forEach(mark => {
          if (mark.dataset.notes.split(' ').some(n => numbers.includes(n))) mark.classList.toggle('lit', isOn);
        });
        document.querySelectorAll('.note').forEach(note => {
          if (numbers.includes(note.dataset.number)) note.classList.toggle('lit', isOn);
        });
      };
      document.querySelectorAll('mark, .note').forEach(node => {
        const numbers = node.dataset.notes ? node.dataset.notes.split(' ') : [node.dataset.number];
        node.addEventListener('mouseenter', () => light(numbers, true));
        node.addEventListener('mouseleave', () => light(numbers, false));
      });
    }
    """
}
