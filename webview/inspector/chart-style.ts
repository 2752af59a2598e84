/** The colours of the charts, from the theme; the variables are set in `inspector.css`. */
export interface ChartStyle {
  readonly text: string;
  readonly grid: string;
  readonly line: string;
  readonly fill: string;
  readonly curve: string;
  readonly marker: string;
  readonly font: string;
}

/** A canvas knows no style sheet: its colours are read from an element that does. */
export function readStyle(element: HTMLElement): ChartStyle {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(`--chart-${name}`).trim();
  return {
    text: colour('text'),
    grid: colour('grid'),
    line: colour('line'),
    fill: colour('fill'),
    curve: colour('curve'),
    marker: colour('marker'),
    font: `11px ${style.fontFamily}`,
  };
}

/** Calls back when VS Code has put another theme on the page: it changes a class and the variables. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-kind'],
  });
}
