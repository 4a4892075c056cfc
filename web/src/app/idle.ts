/** Where a person writes what is not sent yet. A filter or a search above a list is not such a place. */
const WRITTEN = 'textarea, form input:not([type=checkbox], [type=radio], [type=file], [type=hidden])';
/** A question stands open, or an upload runs. */
const BUSY = '[role=alertdialog], [role=progressbar]';

/** Whether loading the page again would lose nothing: no draft, no question, no upload, nobody typing. */
export function isIdle(page: Document = document): boolean {
  const at = page.activeElement;
  if (at instanceof HTMLElement && (at.isContentEditable || at.matches('textarea, input, select'))) return false;
  if (page.querySelector(BUSY)) return false;
  return ![...page.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(WRITTEN)].some(
    (f) => f.value.trim() !== '',
  );
}
