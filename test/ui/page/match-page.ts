/** A page with a picture, its readout and the menu that compares it with others, and nothing else. */
import { DISPLAY_DEFAULTS } from '../../../src/protocol/display';
import { DisplayModel, displayOf } from '../../../webview/image/display';
import '../../../webview/image/image.css';
import { Picture } from '../../../webview/image/picture';
import { Readout } from '../../../webview/image/readout';
import '../../../webview/image/stage.css';
import '../../../webview/image/toolbar.css';
import { ValueProbe } from '../../../webview/image/values';
import { Matching } from '../../../webview/match/matching';
import { registerControls } from '../../../webview/ui/controls';
import { element } from '../../../webview/ui/dom';
import { IMAGE, LINES, matchHost, type MatchStand, OTHER, plane } from './match-host';

/** What the runner finds in the page. */
export interface MatchWindow {
  stand: MatchStand;
  picture: Picture;
  display: DisplayModel;
  matching: Matching;
  /** What was said over the picture, and what went wrong. */
  said: string[];
  kept: number;
  /** Shows the image anew, as the next slice would be. */
  show: () => void;
  /** The pixel of the canvas at a position of the image: red, green, blue. */
  colourAt: (x: number, y: number) => number[];
}

const page = window as unknown as MatchWindow;
const query = new URLSearchParams(location.search);

registerControls();
page.stand = {
  asked: [],
  told: [],
  files: query.has('alone') ? [] : [OTHER],
  emit: () => undefined,
  link: () => undefined,
};
page.said = [];
page.kept = 0;
const host = matchHost(page.stand);
page.display = new DisplayModel(displayOf(DISPLAY_DEFAULTS));
const readout = new Readout(() => undefined);
readout.setMode('picture');
const values = new ValueProbe(host, readout);
page.picture = new Picture(host, page.display, 'zscale', {
  onChange: () => undefined,
  onPixel: (pixel) => {
    const { ref, plane: shown } = page.picture;
    values.ask(pixel && ref && shown ? { ref, pixel, unit: shown.unit, frame: 'own' } : undefined);
  },
  onLoadError: (error) => page.said.push(String(error)),
  onTileError: (error) => page.said.push(String(error)),
  onProblems: () => undefined,
});
page.matching = new Matching(
  {
    host,
    picture: page.picture,
    say: ({ message }) => page.said.push(message),
    copy: () => undefined,
    onKept: () => (page.kept += 1),
  },
  page.display,
);
page.show = () => {
  page.picture.show(IMAGE, plane());
  page.matching.shown({ ref: IMAGE, plane: plane() });
};
page.colourAt = (x, y) => {
  const copy = page.picture.capture();
  const at = page.picture.camera.canvasPosition([x, y]) ?? [0, 0];
  const pixel = copy.getContext('2d')?.getImageData(Math.floor(at[0]), Math.floor(at[1]), 1, 1);
  return [...(pixel?.data ?? [])].slice(0, 3);
};

const stage = element('main', { class: 'stage' }, [page.picture.canvas, page.picture.overlay]);
document.body.append(
  element('div', { class: 'viewer' }, [
    element('div', { class: 'toolbar', attributes: { 'data-mode': 'picture' } }, [
      element('div', { class: 'group' }, [page.matching.element]),
    ]),
    stage,
    readout.element,
  ]),
);
page.matching.setLines(LINES);
page.show();
