const MARK = 'sluice.reloaded-for-newer';
/** A second failure within this time is no update but a broken network: the page then says so. */
const PAUSE_MS = 30_000;

/**
 * A part of the page that is no longer on the server means that a newer Sluice was installed while this tab was open: the
 * page is loaded anew, once. What was being edited is kept by the editors themselves.
 */
export function reloadForNewer(reload: () => void = () => location.reload()): void {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(MARK) ?? 0);
    if (Date.now() - last < PAUSE_MS) return;
    sessionStorage.setItem(MARK, String(Date.now()));
    event.preventDefault();
    reload();
  });
}
