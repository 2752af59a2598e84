import { cssColour } from '../mask/colour-row';
import { element } from '../ui/dom';
import type { MarkerStyle } from './marker-style';
import { LINE } from './marker-style';
import { traceSymbol } from './symbol-path';

/** CSS pixels across. */
const SIDE = 16;

/** A marker as it looks, beside the name of its table. */
export function createSwatch(): {
  readonly element: HTMLCanvasElement;
  show(style: MarkerStyle): void;
} {
  const canvas = element('canvas', {
    class: 'markers-swatch',
    attributes: { 'aria-hidden': 'true' },
  });
  let drawn = '';
  return {
    element: canvas,
    show: (style) => {
      const key = `${style.symbol} ${style.colour} ${devicePixelRatio}`;
      const context = key === drawn ? null : canvas.getContext('2d');
      if (context === null) {
        return;
      }
      drawn = key;
      canvas.width = SIDE * devicePixelRatio;
      canvas.height = SIDE * devicePixelRatio;
      context.translate(canvas.width / 2, canvas.height / 2);
      traceSymbol(context, style.symbol, 5.5 * devicePixelRatio);
      context.lineWidth = (LINE + 0.5) * devicePixelRatio;
      context.strokeStyle = cssColour(style.colour);
      context.stroke();
    },
  };
}
