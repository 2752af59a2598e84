import { SKY_FRAMES, type SkyFrame } from '../../src/protocol/position';
import { createColourRow } from '../mask/colour-row';
import '../mask/mask.css';
import { element } from '../ui/dom';
import { createSelect } from '../ui/select';
import { createSlider } from '../ui/slider';
import type { MarkerSymbol } from './marker-style';
import { LEAST_SIZE, MOST_SIZE, SYMBOLS } from './marker-style';
import type { OverlayColumns } from './overlay-source';
import type { TableOverlay } from './table-overlay';

const NONE = '';
const UNSET: OverlayColumns = {
  longitude: undefined,
  latitude: undefined,
  magnitude: undefined,
  frame: 'ICRS',
};

/** The columns of a table over the picture and how its markers look. */
export function createOverlayDetails(overlay: TableOverlay): {
  readonly element: HTMLElement;
  update(): void;
} {
  const change = (part: Partial<OverlayColumns>): void => {
    overlay.columns = { ...(overlay.columns ?? UNSET), ...part };
  };
  const columnSelect = (
    label: string,
    key: 'longitude' | 'latitude' | 'magnitude',
  ): ReturnType<typeof createSelect<string>> =>
    createSelect<string>({
      label,
      onChange: (value) => change({ [key]: value === NONE ? undefined : Number(value) }),
    });
  const longitude = columnSelect('Longitude', 'longitude');
  const latitude = columnSelect('Latitude', 'latitude');
  const magnitude = columnSelect('Size by', 'magnitude');
  const frame = createSelect<SkyFrame>({
    label: 'Frame',
    title: 'What these are longitudes and latitudes of',
    onChange: (chosen) => change({ frame: chosen }),
  });
  const symbol = createSelect<MarkerSymbol>({
    label: 'Symbol',
    onChange: (chosen) => (overlay.style = { ...overlay.style, symbol: chosen }),
  });
  const size = createSlider({
    label: 'Size',
    title: 'Size of the markers, of the brightest where sizes go by magnitude',
    min: LEAST_SIZE,
    max: MOST_SIZE,
    step: 1,
    onInput: (pixels) => (overlay.style = { ...overlay.style, size: pixels }),
  });
  const colour = createColourRow((chosen) => {
    overlay.style = { ...overlay.style, colour: chosen };
  });
  const field = (label: string, control: Node): HTMLElement =>
    element('div', { class: 'markers-field' }, [
      element('span', {
        class: 'slider-label',
        text: label,
        attributes: { 'aria-hidden': 'true' },
      }),
      control,
    ]);
  const details = element(
    'div',
    { class: 'markers-details', attributes: { role: 'group', 'aria-label': 'Columns and look' } },
    [
      field('Longitude', longitude.element),
      field('Latitude', latitude.element),
      field('Frame', frame.element),
      field('Size by', magnitude.element),
      field('Symbol', symbol.element),
      size.element,
      field('Colour', colour.element),
    ],
  );

  const update = (): void => {
    const { guess, columns, style } = overlay;
    const choices = (guess?.columns ?? []).map(({ index, name, unit, numeric }) => ({
      ...{ value: String(index), numeric },
      label: unit === '' ? name : `${name} (${unit})`,
    }));
    const labelled = choices.map(({ value, label }) => ({ value, label }));
    const text = (index: number | undefined): string =>
      index === undefined ? NONE : String(index);
    const toChoose = [{ value: NONE, label: 'Choose a column' }, ...labelled];
    longitude.setChoices(toChoose, text(columns?.longitude));
    latitude.setChoices(toChoose, text(columns?.latitude));
    magnitude.setChoices(
      [
        { value: NONE, label: 'Nothing: all of one size' },
        ...choices.filter(({ numeric }) => numeric).map(({ value, label }) => ({ value, label })),
      ],
      text(columns?.magnitude),
    );
    frame.setChoices(
      SKY_FRAMES.map((name) => ({ value: name, label: name === 'own' ? 'As the image' : name })),
      columns?.frame ?? 'ICRS',
    );
    symbol.setChoices(
      SYMBOLS.map((name) => ({ value: name, label: name[0]?.toUpperCase() + name.slice(1) })),
      style.symbol,
    );
    size.setValue(style.size, `${style.size} px`);
    colour.setValue(style.colour);
  };
  update();
  return { element: details, update };
}
