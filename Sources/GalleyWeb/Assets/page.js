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
  document.addEventListener('keyup', event => {
    if (event.shiftKey) take();
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') box.classList.remove('floating');
  });
  form.quote.addEventListener('input', () => {
    form.prefix.value = form.suffix.value = '';
  });
  const light = (numbers, isOn) => {
    document.querySelectorAll('mark').forEach(mark => {
      if (mark.dataset.notes.split(' ').some(n => numbers.includes(n))) mark.classList.toggle(
        'lit', isOn);
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
