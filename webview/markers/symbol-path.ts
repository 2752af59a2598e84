import type { MarkerSymbol } from './marker-style';

/** Begins the path of a symbol about the origin. */
export function traceSymbol(
  context: Pick<CanvasRenderingContext2D, 'beginPath' | 'moveTo' | 'lineTo' | 'arc' | 'closePath'>,
  symbol: MarkerSymbol,
  reach: number,
): void {
  const line = (...[first, ...rest]: readonly (readonly [number, number])[]): void => {
    context.moveTo(...(first ?? [0, 0]));
    rest.forEach((corner) => context.lineTo(...corner));
  };
  context.beginPath();
  const diagonal = reach * Math.SQRT1_2;
  // As large to the eye as a circle.
  const side = reach * 0.886;
  switch (symbol) {
    case 'circle':
      context.arc(0, 0, reach, 0, 2 * Math.PI);
      break;
    case 'cross':
      line([-diagonal, -diagonal], [diagonal, diagonal]);
      line([-diagonal, diagonal], [diagonal, -diagonal]);
      break;
    case 'square':
      line([-side, -side], [side, -side], [side, side], [-side, side]);
      context.closePath();
      break;
    case 'plus':
      line([-reach, 0], [reach, 0]);
      line([0, -reach], [0, reach]);
      break;
    case 'diamond':
      line([-reach, 0], [0, -reach], [reach, 0], [0, reach]);
      context.closePath();
      break;
  }
}
