import type { CutoutMethods, CutoutParams, CutoutReply } from '../../src/protocol/cutout';
import type { PlaneRef } from '../../src/protocol/methods';
import type { SkyFrame } from '../../src/protocol/position';
import { LONGEST_SIDE } from '../image/box-view';
import { troubleOf } from '../image/host';
import { Question } from '../image/question';
import type { Position } from '../image/view';
import type { OverlayStand, ShownPlane } from '../overlay/stand';
import { createButton } from '../ui/button';
import { element, setText } from '../ui/dom';
import { CutoutFields } from './cutout-fields';
import { CutoutOutline } from './cutout-outline';
import { CutoutRun } from './cutout-run';
import { DEFAULT_CUTOUT, readCutoutState, type CutoutState } from './cutout-state';
import { looksLikePosition, pixelText, planWords } from './cutout-words';
import { PickTool } from './pick-tool';
import './cutout.css';

/** A box around the region that is selected, in image pixels. */
export interface SelectedBox {
  readonly centre: Position;
  readonly width: number;
  readonly height: number;
}

export interface CutoutFormActions {
  /** The box of the region that is selected, or undefined where there is none. */
  selected(): SelectedBox | undefined;
  /**
   * Offers a picture of a cutout as a PNG file; false where it was not saved.
   *
   * @param understood what of the image it is, in words.
   */
  exportPng(picture: HTMLCanvasElement, understood: string): Promise<boolean>;
  onClose(): void;
}

type Asked = PlaneRef & CutoutParams;

/** Milliseconds of rest after which what is typed is asked about. */
const REST = 350;

/** A small form over the picture: what is to be cut out of it, what that would be, and what becomes of it. */
export class CutoutForm {
  readonly element: HTMLElement;
  /** How pixels that are typed are counted, and the frame coordinates are of where they do not say. */
  origin: 0 | 1 = 1;
  frame: SkyFrame = 'own';
  readonly #stand: OverlayStand;
  readonly #actions: CutoutFormActions;
  readonly #fields: CutoutFields;
  readonly #outline = new CutoutOutline();
  readonly #run = new CutoutRun();
  readonly #plan: Question<Asked>;
  readonly #words = element('div', { class: 'cutout-plan', attributes: { role: 'status' } });
  readonly #notes = element('div', { class: 'cutout-notes' });
  readonly #error = element('div', { class: 'cutout-error', attributes: { role: 'alert' } });
  readonly #tool: PickTool;
  #shown: ShownPlane | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What was asked about last: leaving a field that Enter was pressed in is no other question. */
  #key = '';
  #ending = false;

  constructor(stand: OverlayStand, actions: CutoutFormActions) {
    this.#stand = stand;
    this.#actions = actions;
    this.#fields = new CutoutFields({
      onInput: () => this.#typing(),
      onCommit: () => this.#commit(),
      onViewCentre: () => this.#take(stand.picture.centrePixel),
      onPick: () => (this.#picking = !this.#isPicking),
      onSelected: () => this.#takeRegion(),
      onOpen: () => void this.#open(),
    });
    this.#fields.state = DEFAULT_CUTOUT;
    this.#tool = new PickTool(
      stand.picture,
      (pixel) => {
        this.#picking = false;
        this.#take(pixel);
      },
      () => (this.#picking = false),
    );
    this.#plan = new Question(async (asked, signal) => {
      try {
        const plan = await stand.host.request('planCutout', asked, { signal });
        return () => this.#planned(plan);
      } catch (error) {
        return () => this.#failed(error);
      }
    });
    stand.picture.addLayer(this.#outline);
    this.element = this.#build();
    this.element.hidden = true;
    this.#say('', [], '');
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Opens it around the pinned pixel, else the middle of what is seen. */
  open(): void {
    if (!this.isOpen) {
      const { crosshair, centrePixel } = this.#stand.picture;
      this.element.hidden = false;
      this.#fields.hasRegion = this.#actions.selected() !== undefined;
      if (this.#fields.centre === '') {
        this.#take(crosshair.pixel ?? centrePixel);
      } else {
        this.#commit();
      }
    }
    this.#fields.focus();
  }

  close(): void {
    if (!this.isOpen) {
      return;
    }
    this.#picking = false;
    // The field that loses the focus by this has nothing more to ask.
    this.element.hidden = true;
    this.#forget();
    this.#actions.onClose();
  }

  /** Ends one thing at a time: the picking, the making, the form. False where it is not open. */
  escape(): boolean {
    const { isOpen } = this;
    if (this.#isPicking) {
      this.#picking = false;
    } else if (this.#run.isRunning) {
      this.#run.cancel();
    } else {
      this.close();
    }
    return isOpen;
  }

  /** Another region is selected, or none. */
  updateRegion(): void {
    if (this.isOpen) {
      this.#fields.hasRegion = this.#actions.selected() !== undefined;
    }
  }

  /** Another plane is on show: the cutout is to be of that one. */
  shown(plane: ShownPlane | undefined): void {
    this.#shown = plane;
    this.#key = '';
    this.#run.cancel();
    this.#picking = false;
    if (plane === undefined) {
      this.close();
    } else if (this.isOpen) {
      this.#commit();
    }
  }

  /** Small and JSON: to be kept with the file. */
  get state(): CutoutState {
    return this.#fields.state;
  }

  /** @param state as it was kept; anything else is taken as far as it can be. */
  restore(state: unknown): void {
    this.#fields.state = readCutoutState(state);
  }

  get #isPicking(): boolean {
    return this.#stand.picture.tool === this.#tool;
  }

  set #picking(picking: boolean) {
    const { picture } = this.#stand;
    if (picking) {
      picture.tool = this.#tool;
    } else if (this.#isPicking && !this.#ending) {
      // The picture has the tool end what is going on, which is this.
      this.#ending = true;
      picture.tool = undefined;
      this.#ending = false;
    }
    this.#fields.picking = picking;
  }

  #build(): HTMLElement {
    const close = createButton({
      label: 'Close',
      icon: 'close',
      title: 'Close (Escape)',
      onClick: () => this.close(),
    });
    const open = createButton({
      label: 'Open',
      look: 'primary',
      title: 'Makes the cutout and opens it in an editor of its own (Enter)',
      onClick: () => void this.#open(),
    });
    const save = createButton({
      label: 'Save FITS…',
      title: 'Makes the cutout and asks where to write it',
      onClick: () => void this.#save(),
    });
    const png = createButton({
      label: 'Save PNG…',
      title:
        'Exports the cutout as it is seen, with the grid and what else lies over it: ' +
        `as fine as its pixels or the screen, up to ${LONGEST_SIDE} pixels a side`,
      onClick: () => void this.#savePng(),
    });
    const form = element(
      'div',
      { class: 'cutout-form', attributes: { role: 'group', 'aria-label': 'Cutout' } },
      [
        element('div', { class: 'cutout-head' }, [
          element('span', { class: 'cutout-title', text: 'Cutout' }),
          close.element,
        ]),
        this.#fields.element,
        this.#words,
        this.#notes,
        this.#error,
        this.#run.element,
        element('div', { class: 'cutout-buttons' }, [open.element, save.element, png.element]),
      ],
    );
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) {
        event.preventDefault();
        this.escape();
      }
    });
    return form;
  }

  #take(pixel: Position | undefined): void {
    if (pixel !== undefined) {
      this.#fields.centre = pixelText(pixel, this.origin);
      this.#commit();
    }
  }

  #takeRegion(): void {
    const box = this.#actions.selected();
    if (box === undefined) {
      this.#fields.hasRegion = false;
      return;
    }
    const pixels = (length: number): string => `${Math.max(1, Math.ceil(length))} px`;
    const { mode } = this.#fields.state;
    this.#fields.state = { width: pixels(box.width), height: pixels(box.height), mode };
    this.#take(box.centre);
  }

  /** What can be a name is looked up when it has been typed. */
  #typing(): void {
    this.#forget();
    if (looksLikePosition(this.#fields.centre)) {
      this.#timer = setTimeout(() => this.#ask(), REST);
    }
  }

  #commit(): void {
    const { asked } = this;
    if (this.isOpen && (asked === undefined || JSON.stringify(asked) !== this.#key)) {
      this.#forget();
      this.#stand.onKept();
      this.#ask();
    }
  }

  #ask(): void {
    const { asked } = this;
    if (asked === undefined) {
      this.#say('', [], this.#lacking());
    } else {
      this.#key = JSON.stringify(asked);
      this.#plan.ask(asked);
    }
  }

  /** What is asked for now; undefined where something is missing. */
  get asked(): Asked | undefined {
    const { centre, state } = this.#fields;
    const { ref } = this.#shown ?? {};
    const { width, mode } = state;
    if (ref === undefined || centre === '' || width === '') {
      return undefined;
    }
    const height = state.height === '' ? width : state.height;
    const { frame, origin } = this;
    return { ...ref, centre, frame, origin, width, height, mode };
  }

  #lacking(): string {
    if (this.#shown === undefined) {
      return 'There is no picture.';
    }
    return this.#fields.centre === ''
      ? 'Say where the middle of the cutout is.'
      : 'Say how wide the cutout is.';
  }

  #planned(plan: CutoutMethods['planCutout'][1]): void {
    this.#draw(plan);
    this.#say(planWords(plan, this.#shown?.plane.local ?? false), plan.notes, '');
  }

  #failed(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble !== undefined) {
      this.#say('', [], `${trouble.message} ${trouble.hint ?? ''}`.trim());
    }
  }

  async #open(): Promise<void> {
    await this.#make(async (asked, signal, onProgress) => {
      const { host } = this.#stand;
      const reply = await host.request('openCutout', asked, { signal, onProgress });
      return { reply, words: `Opened: ${reply.understood}.` };
    });
  }

  async #save(): Promise<void> {
    await this.#make(async (asked, signal, onProgress) => {
      const { host } = this.#stand;
      const reply = await host.request('saveCutout', asked, { signal, onProgress });
      const words = `${reply.saved ? 'Saved' : 'Not saved'}: ${reply.understood}.`;
      return { reply, words };
    });
  }

  async #savePng(): Promise<void> {
    await this.#make(async (asked, signal, onProgress) => {
      const { host, picture } = this.#stand;
      const plan = await host.request('planCutout', asked, { signal });
      const box = { x0: plan.x0, y0: plan.y0, x1: plan.x0 + plan.width, y1: plan.y0 + plan.height };
      const drawn = await picture.captureBox(box, { signal, onProgress });
      const saved = await this.#actions.exportPng(drawn, plan.understood);
      const size = `${drawn.width} × ${drawn.height} pixels of the screen`;
      const words = `${saved ? 'Saved' : 'Not saved'} as PNG, ${size}: ${plan.understood}.`;
      return { reply: plan, words };
    });
  }

  async #make(
    work: (
      asked: Asked,
      signal: AbortSignal,
      onProgress: (progress: { done: number }) => void,
    ) => Promise<{ reply: CutoutReply; words: string }>,
  ): Promise<void> {
    clearTimeout(this.#timer);
    const { asked } = this;
    if (asked === undefined) {
      this.#say('', [], this.#lacking());
      return;
    }
    this.#key = JSON.stringify(asked);
    this.#plan.cancel();
    setText(this.#error, '');
    this.#error.hidden = true;
    try {
      const made = await this.#run.during((signal, onProgress) => work(asked, signal, onProgress));
      this.#draw(made.reply);
      this.#say(made.words, made.reply.notes, '');
    } catch (error) {
      this.#failed(error);
    }
  }

  /** What was planned is not asked for any more. */
  #forget(): void {
    clearTimeout(this.#timer);
    this.#plan.cancel();
    this.#run.cancel();
    this.#key = '';
    this.#draw(undefined);
    // The words stay, dimmed, until there are others: without them the buttons would move away under a press
    // that takes the focus from a field.
    this.#say(this.#words.textContent ?? '', [], '');
    this.#words.classList.add('outdated');
  }

  #draw(box: CutoutReply | undefined): void {
    this.#outline.box = box;
    this.#stand.picture.redrawOverlay();
  }

  #say(words: string, notes: readonly string[], error: string): void {
    setText(this.#words, words);
    this.#words.classList.remove('outdated');
    this.#notes.replaceChildren(...notes.map((text) => element('div', { text })));
    setText(this.#error, error);
    this.#words.hidden = words === '';
    this.#notes.hidden = notes.length === 0;
    this.#error.hidden = error === '';
    this.#fields.invalid = error !== '';
  }
}
