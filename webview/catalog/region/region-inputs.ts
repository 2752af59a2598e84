import { element } from '../../ui/dom';
import type { SelectControl } from '../../ui/select';
import { createSelect } from '../../ui/select';
import type { AngleUnit } from './angle-text';
import type { RegionDraft } from './region-draft';

/** The fields in which a region is typed: those of a cone, of a box and of a polygon. */
export class RegionInputs {
  readonly place = input('Position or name', 'L 1495, or 64.5 +28.5');
  readonly radius = input('Radius', '10');
  readonly unit: SelectControl<AngleUnit>;
  readonly box = [
    input('Right ascension from', '62'),
    input('Right ascension to', '66'),
    input('Declination from', '25'),
    input('Declination to', '29'),
  ] as const;
  readonly corners = element('textarea', {
    class: 'search-input region-corners',
    title: 'A corner a line: right ascension and declination',
    attributes: {
      'aria-label': 'Corners',
      rows: '5',
      placeholder: '62.0 25.0\n66.0 25.0\n64.0 29.0',
      spellcheck: 'false',
    },
  });
  readonly larger = element('input', { attributes: { type: 'checkbox' } });
  readonly cone: HTMLElement;
  readonly boxFields: HTMLElement;
  readonly polygon: HTMLElement;

  constructor(onChange: () => void) {
    this.unit = createSelect<AngleUnit>({ label: 'Unit of the radius', onChange });
    this.unit.setChoices(
      [
        { value: 'deg', label: 'deg' },
        { value: 'arcmin', label: 'arcmin' },
        { value: 'arcsec', label: 'arcsec' },
      ],
      'arcmin',
    );
    this.place.title =
      'A position (10h21m33s +41d12m, 150.1 +2.2, l 120 b 30), or the name of an object';
    this.radius.title = 'An angle; 30" or 0.2 deg is taken with its own unit';
    this.box[0].title = 'Degrees, or hours as 04h08m. From 350 to 10 goes across 0.';
    for (const one of [this.place, this.radius, ...this.box, this.corners, this.larger]) {
      one.addEventListener('input', onChange);
    }
    this.cone = element('div', { class: 'region-part' }, [
      this.place,
      element('div', { class: 'region-line' }, [caption('Radius'), this.radius, this.unit.element]),
    ]);
    const [ra0, ra1, dec0, dec1] = this.box;
    this.boxFields = element('div', { class: 'region-part' }, [
      element('div', { class: 'region-line' }, [caption('RA'), ra0, dash(), ra1]),
      element('div', { class: 'region-line' }, [caption('Dec'), dec0, dash(), dec1]),
    ]);
    this.polygon = element('div', { class: 'region-part' }, [
      this.corners,
      element(
        'label',
        { class: 'region-larger', title: 'The inside is the larger part of the sky' },
        [this.larger, document.createTextNode('All but what it surrounds')],
      ),
    ]);
  }

  get draft(): Pick<RegionDraft, 'place' | 'radius' | 'unit' | 'box' | 'corners' | 'larger'> {
    const [ra0, ra1, dec0, dec1] = this.box;
    return {
      ...{ place: this.place.value, radius: this.radius.value, unit: this.unit.value ?? 'arcmin' },
      box: [ra0.value, ra1.value, dec0.value, dec1.value],
      ...{ corners: this.corners.value, larger: this.larger.checked },
    };
  }

  fill(draft: RegionDraft): void {
    this.place.value = draft.place;
    this.radius.value = draft.radius;
    this.unit.setValue(draft.unit);
    this.box.forEach((field, at) => {
      field.value = draft.box[at] ?? '';
    });
    this.corners.value = draft.corners;
    this.larger.checked = draft.larger;
  }
}

function input(label: string, placeholder: string): HTMLInputElement {
  return element('input', {
    class: 'search-input',
    attributes: { 'aria-label': label, placeholder, spellcheck: 'false', autocomplete: 'off' },
  });
}

function caption(text: string): HTMLElement {
  return element('span', { class: 'region-caption', text, attributes: { 'aria-hidden': 'true' } });
}

function dash(): HTMLElement {
  return element('span', { text: '–', attributes: { 'aria-hidden': 'true' } });
}
