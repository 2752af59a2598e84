/** A page with the footprints alone. */
import '../../../webview/image/image.css';
import { Footprints } from '../../../webview/search/footprints/footprints';
import type { Footprint } from '../../../webview/search/footprints/outlines';
import { registerControls } from '../../../webview/ui/controls';

/** What the runner finds in the page. */
export interface FootprintsWindow {
  sky: Footprints;
  /** `select 3`, `hover none`, in the order in which they came. */
  told: string[];
  show: (footprints: readonly Footprint[]) => void;
  /** A square of so many degrees around a place. */
  square: (row: number, longitude: number, latitude: number, side: number) => Footprint;
}

const page = window as unknown as FootprintsWindow;
registerControls();
page.told = [];
page.sky = new Footprints({
  onSelect: (row) => page.told.push(`select ${row ?? 'none'}`),
  onHover: (row) => page.told.push(`hover ${row ?? 'none'}`),
});
page.square = (row, longitude, latitude, side) => {
  const half = side / 2;
  const corners = [-half, -half, half, -half, half, half, -half, half];
  const outline = corners.map((value, k) => value + (k % 2 === 0 ? longitude : latitude));
  return { row, outlines: [Float64Array.from(outline)] };
};
page.show = (footprints) => page.sky.show(footprints);

page.sky.element.style.height = '400px';
document.body.append(page.sky.element);
