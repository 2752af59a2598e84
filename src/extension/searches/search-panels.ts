/** The panels in which searches are filled in and looked at. */
export interface SearchPanels {
  /**
   * Shows an empty form.
   *
   * @param service the id of a form: `mast`, `irsa`, …; left out, that of MAST
   */
  openForm(service?: string): Promise<void>;

  /**
   * Shows a saved search with its rows; the panel that shows it already where there is one.
   *
   * @param row of its table, counted from 0: is chosen and brought in sight, and its products are listed
   */
  show(search: string, row?: number): Promise<void>;
}
