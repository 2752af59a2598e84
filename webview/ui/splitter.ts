export interface SplitterOptions {
  readonly label: string;
  /** The side of the splitter its panel lies on. */
  readonly side: 'left' | 'right';
  readonly min: number;
  readonly max: number;
  readonly width: number;
  readonly onResize: (width: number) => void;
}

/** A border that can be dragged, or moved with the arrow keys, to resize a panel. */
export function createSplitter(options: SplitterOptions): HTMLElement {
  const splitter = document.createElement('div');
  const sign = options.side === 'left' ? 1 : -1;
  let width = options.width;
  splitter.setAttribute('aria-valuenow', String(width));
  splitter.className = 'splitter';
  splitter.tabIndex = 0;
  splitter.setAttribute('role', 'separator');
  splitter.setAttribute('aria-orientation', 'vertical');
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
    const start = width;
    splitter.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent): void => {
      resize(start + sign * (event.clientX - down.clientX));
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
    const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (step !== undefined) {
      resize(width + sign * step);
      event.preventDefault();
      event.stopPropagation();
    }
  });
  return splitter;
}
