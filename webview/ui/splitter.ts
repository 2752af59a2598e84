export interface SplitterOptions {
  readonly label: string;
  /** The side of the splitter its panel lies on; `bottom` for one that lies below it. */
  readonly side: 'left' | 'right' | 'bottom';
  readonly min: number;
  readonly max: number;
  /** Of the panel, in pixels; its height where that lies below. */
  readonly width: number;
  /** What it is in fact where that may differ from what was set: where a drag begins. */
  readonly measure?: () => number;
  readonly onResize: (width: number) => void;
}

/** How far a key moves a border, in pixels. */
const LEFT_RIGHT = { ArrowLeft: -16, ArrowRight: 16 };
const UP_DOWN = { ArrowUp: -16, ArrowDown: 16 };

/** A border that can be dragged, or moved with the arrow keys, to resize a panel. */
export function createSplitter(options: SplitterOptions): HTMLElement {
  const splitter = document.createElement('div');
  const sign = options.side === 'left' ? 1 : -1;
  const flat = options.side === 'bottom';
  const measured = (): number => options.measure?.() ?? width;
  let width = options.width;
  splitter.setAttribute('aria-valuenow', String(width));
  splitter.className = flat ? 'splitter splitter-flat' : 'splitter';
  splitter.tabIndex = 0;
  splitter.setAttribute('role', 'separator');
  splitter.setAttribute('aria-orientation', flat ? 'horizontal' : 'vertical');
  splitter.setAttribute('aria-label', options.label);
  splitter.setAttribute('aria-valuemin', String(options.min));
  splitter.setAttribute('aria-valuemax', String(options.max));

  const bounded = (next: number): number =>
    Math.round(Math.min(Math.max(next, options.min), options.max));
  const resize = (next: number): void => {
    width = bounded(next);
    splitter.setAttribute('aria-valuenow', String(width));
    options.onResize(width);
  };
  splitter.addEventListener('pointerdown', (down) => {
    const start = measured();
    splitter.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent): void => {
      const moved = flat ? event.clientY - down.clientY : event.clientX - down.clientX;
      resize(start + sign * moved);
    };
    splitter.addEventListener('pointermove', move);
    splitter.addEventListener(
      'lostpointercapture',
      () => splitter.removeEventListener('pointermove', move),
      { once: true },
    );
    down.preventDefault();
  });
  splitter.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, number>> = flat ? UP_DOWN : LEFT_RIGHT;
    const step = steps[event.key];
    if (step !== undefined) {
      resize(measured() + sign * step);
      event.preventDefault();
      event.stopPropagation();
    }
  });
  return splitter;
}
