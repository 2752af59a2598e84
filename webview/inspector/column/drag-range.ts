import { element } from '../../ui/dom';

/** How far a pressed pointer strays before it drags, in pixels. */
const SLOP = 3;

/** Draws a band across `over` while the pointer is dragged, and says from where to where, in pixels. */
export function listenToRange(
  over: HTMLElement,
  onRange: (from: number, to: number) => void,
): void {
  const band = element('div', { class: 'range-band' });
  band.hidden = true;
  over.append(band);
  over.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) {
      return;
    }
    const { left, width } = over.getBoundingClientRect();
    const at = (event: PointerEvent): number => Math.min(Math.max(event.clientX - left, 0), width);
    const from = at(down);
    over.setPointerCapture(down.pointerId);
    const move = (event: PointerEvent): void => {
      const to = at(event);
      band.hidden &&= Math.abs(to - from) <= SLOP;
      band.style.left = `${Math.min(from, to)}px`;
      band.style.width = `${Math.abs(to - from)}px`;
    };
    const up = (event: PointerEvent): void => {
      if (!band.hidden) {
        onRange(Math.min(from, at(event)), Math.max(from, at(event)));
      }
    };
    over.addEventListener('pointermove', move);
    over.addEventListener('pointerup', up, { once: true });
    over.addEventListener(
      'lostpointercapture',
      () => {
        band.hidden = true;
        over.removeEventListener('pointermove', move);
        over.removeEventListener('pointerup', up);
      },
      { once: true },
    );
  });
}

/** How much longer (above 1) or shorter a turn of the wheel makes what is in sight. */
export function wheelFactor({ deltaY, deltaMode }: WheelEvent): number {
  const lines = deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
  return Math.exp(Math.min(Math.max(deltaY * lines, -200), 200) * 0.002);
}
