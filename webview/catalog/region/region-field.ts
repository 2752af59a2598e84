import type { RegionSpec } from '../../../src/protocol/catalog';
import { troubleOf } from '../../image/host';
import { createButton } from '../../ui/button';
import { element, setText } from '../../ui/dom';
import type { SelectControl } from '../../ui/select';
import { createSelect } from '../../ui/select';
import type { CatalogHost } from '../catalog-host';
import { ImageRegions } from './image-regions';
import { PlaceLookup } from './place-lookup';
import type { RegionDraft, RegionKind, RegionReading, TakenRegion } from './region-draft';
import { EVERYWHERE, draftOf, readRegion } from './region-draft';
import { RegionInputs } from './region-inputs';
import { areaWords, regionWords } from './region-words';

const KINDS: readonly { readonly value: RegionKind; readonly label: string }[] = [
  { value: 'everywhere', label: 'Everywhere' },
  { value: 'cone', label: 'Around a position or object' },
  { value: 'box', label: 'Box of RA and Dec' },
  { value: 'polygon', label: 'Polygon' },
  { value: 'image', label: 'Field or region of an open image' },
  { value: 'moc', label: 'MOC file' },
];
/** How much of the sky it is, is asked when nothing has been typed for so long, in milliseconds. */
const REST = 250;

/** Which part of the sky is asked for, and how much of it that is. */
export class RegionField {
  readonly element: HTMLElement;
  readonly #host: CatalogHost;
  readonly #onChange: () => void;
  readonly #kind: SelectControl<RegionKind>;
  readonly #inputs: RegionInputs;
  readonly #lookup: PlaceLookup;
  readonly #images: ImageRegions;
  readonly #taken = element('div', { class: 'region-taken' });
  readonly #edit = createButton({
    label: 'Edit as numbers',
    title: 'Takes the region over into fields, to be changed',
    onClick: () => this.#editTaken(),
  });
  readonly #moc = element('div', { class: 'region-part' });
  readonly #words = element('div', { class: 'place-words', attributes: { role: 'status' } });
  readonly #parts: Readonly<Partial<Record<RegionKind, HTMLElement>>>;
  #image: TakenRegion | undefined;
  #mocRegion: TakenRegion | undefined;
  #checked:
    { readonly region: string; readonly words: string; readonly wrong: boolean } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();

  constructor(host: CatalogHost, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    const changed = (): void => this.#changed();
    this.#kind = createSelect<RegionKind>({ label: 'Region', onChange: changed });
    this.#kind.setChoices(KINDS, 'everywhere');
    this.#inputs = new RegionInputs(changed);
    this.#lookup = new PlaceLookup(host, changed);
    this.#images = new ImageRegions(host, (taken) => {
      this.#image = taken;
      this.#changed();
    });
    this.#moc.append(
      createButton({
        label: 'Choose a MOC file…',
        title: 'Reads a coverage map: FITS, or ASCII as 3/100-102 4/500',
        onClick: () => void this.#openMoc(),
      }).element,
    );
    this.#parts = {
      ...{ cone: this.#inputs.cone, box: this.#inputs.boxFields, polygon: this.#inputs.polygon },
      ...{ image: this.#images.element, moc: this.#moc },
    };
    this.element = element('div', { class: 'region-field' }, [
      element('div', { class: 'region-line' }, [this.#kind.element]),
      ...Object.values(this.#parts),
      this.#taken,
      this.#words,
    ]);
    this.#show();
  }

  get draft(): RegionDraft {
    return {
      ...{ ...this.#inputs.draft, kind: this.#kind.value ?? 'everywhere' },
      ...{ image: this.#image, moc: this.#mocRegion },
    };
  }

  get reading(): RegionReading {
    const { state, place } = this.#lookup;
    return this.draft.kind === 'cone' && state.is === 'failed'
      ? { is: 'wrong', words: state.trouble.message }
      : readRegion(this.draft, place);
  }

  /** The region once the place that is typed is known. */
  async settled(): Promise<RegionReading> {
    if (this.draft.kind === 'cone') {
      await this.#lookup.settle();
    }
    return this.reading;
  }

  fill(draft: RegionDraft): void {
    this.#kind.setValue(draft.kind);
    this.#inputs.fill(draft);
    this.#image = draft.image;
    this.#mocRegion = draft.moc;
    this.#show();
  }

  fillWith(region: RegionSpec): void {
    this.fill(draftOf(region, this.draft));
  }

  clear(): void {
    this.fill(EVERYWHERE);
  }

  focus(): void {
    this.#kind.element.focus();
  }

  #changed(): void {
    this.#show();
    this.#onChange();
  }

  #show(): void {
    const { kind } = this.draft;
    for (const [name, part] of Object.entries(this.#parts)) {
      const wasHidden = part.hidden;
      part.hidden = name !== kind;
      if (kind === 'image' && name === kind && wasHidden) {
        void this.#images.look();
      }
    }
    if (kind === 'cone') {
      this.#lookup.type(this.#inputs.place.value);
    }
    this.#images.taken = this.#image;
    this.#showTaken(kind === 'image' ? this.#image : kind === 'moc' ? this.#mocRegion : undefined);
    this.#check();
  }

  #showTaken(taken: TakenRegion | undefined): void {
    this.#taken.hidden = taken === undefined;
    const canEdit = taken !== undefined && ['cone', 'box', 'polygon'].includes(taken.region.kind);
    const said = taken === undefined ? '' : `${taken.label}: ${regionWords(taken.region)}`;
    this.#taken.replaceChildren(
      element('span', { class: 'region-taken-words', text: said, title: said }),
      ...(canEdit ? [this.#edit.element] : []),
    );
  }

  #editTaken(): void {
    if (this.#image !== undefined) {
      this.fillWith(this.#image.region);
      this.#onChange();
      this.focus();
    }
  }

  /** Asks how much of the sky it is. */
  #check(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
    const reading = this.reading;
    if (reading.is !== 'ready') {
      this.#checked = undefined;
      this.#say();
      return;
    }
    const { region } = reading;
    const asked = JSON.stringify(region);
    if (region.kind === 'everywhere' || asked === this.#checked?.region) {
      this.#say();
      return;
    }
    this.#checked = undefined;
    this.#say();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#timer = setTimeout(() => void this.#ask(region, asked, signal), REST);
  }

  async #ask(region: RegionSpec, asked: string, signal: AbortSignal): Promise<void> {
    try {
      const found = await this.#host.request('checkRegion', { region }, { signal });
      if (!signal.aborted) {
        const { problem, squareDegrees } = found;
        const area = squareDegrees === undefined ? '' : `Covers ${areaWords(squareDegrees)}.`;
        this.#checked = { region: asked, words: problem ?? area, wrong: problem !== undefined };
        this.#say();
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined && !signal.aborted) {
        this.#checked = { region: asked, words: trouble.message, wrong: true };
        this.#say();
      }
    }
  }

  #say(): void {
    const { reading } = this;
    const isCone = this.draft.kind === 'cone';
    const { state } = this.#lookup;
    const place = !isCone
      ? ''
      : state.is === 'found'
        ? state.said
        : state.is === 'asking'
          ? 'Looking up the position…'
          : state.is === 'failed'
            ? [state.trouble.message, state.trouble.hint].filter(Boolean).join(' ')
            : '';
    const isWrong = reading.is === 'wrong' || this.#checked?.wrong === true;
    const own = reading.is === 'ready' ? (this.#checked?.words ?? '') : reading.words;
    const lines = place === '' || state.is === 'found' ? [place, own] : [place];
    const words = lines.filter((line) => line !== '').join('\n');
    setText(this.#words, words);
    this.#words.hidden = words === '';
    this.#words.classList.toggle('wrong', isWrong);
    this.#inputs.place.setAttribute('aria-invalid', String(isCone && state.is === 'failed'));
  }

  async #openMoc(): Promise<void> {
    try {
      const opened = await this.#host.request('openMoc', {});
      if (opened !== null) {
        const { region } = opened;
        const label = region.kind === 'moc' ? region.name : regionWords(region);
        this.#mocRegion = { label, region };
        this.#changed();
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        setText(this.#words, [trouble.message, trouble.hint].filter(Boolean).join(' '));
        this.#words.hidden = false;
        this.#words.classList.add('wrong');
      }
    }
  }
}
