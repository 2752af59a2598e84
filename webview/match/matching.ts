import type { OpenFile } from '../../src/protocol/match';
import type { HduLine, PlaneRef } from '../../src/protocol/methods';
import type { DisplayModel } from '../image/display';
import { troubleOf } from '../image/host';
import type { LimitsMode } from '../image/limits';
import type { OverlayStand, ShownPlane } from '../overlay/stand';
import { Blink } from './blink';
import { type Candidate, candidateGroups, foundAgain, sameMatch } from './candidates';
import './match.css';
import { createMatchMenu, type MatchMenu } from './match-menu';
import {
  boundedInterval,
  DEFAULT_INTERVAL,
  type KeptChoice,
  type KeptMatch,
  keptMatch,
  type SideLook,
} from './match-state';
import { SideBadge } from './side-badge';
import { ViewLink } from './view-link';

/**
 * Compares the picture with another one, matched by the coordinates of both, which takes its place in turns;
 * and links the view with those of other viewers.
 */
export class Matching {
  readonly #menu: MatchMenu;
  readonly #badge = new SideBadge();
  readonly #blink: Blink;
  readonly #link: ViewLink;
  #lines: readonly HduLine[] = [];
  #files: readonly OpenFile[] = [];
  #shown: ShownPlane | undefined;
  #chosen: Candidate | undefined;
  /** What an earlier page had chosen, until its file is found. */
  #wanted: KeptChoice | undefined;
  /** How the picture that is not shown is to be shown. */
  #otherLook: SideLook | undefined;
  /** The limits of the second picture, as it was last seen. */
  #otherLimits: LimitsMode | undefined;
  /** Whether the display is that of the second picture. */
  #looksOther = false;
  #interval = DEFAULT_INTERVAL;
  #note = '';
  #asking: AbortController | undefined;

  constructor(
    private readonly stand: OverlayStand,
    private readonly display: DisplayModel,
  ) {
    const { host, picture } = stand;
    this.#menu = createMatchMenu({
      choose: (candidate) => this.#choose(candidate),
      toggle: () => this.toggle(),
      setBlinking: (on) => this.#setBlinking(on),
      setInterval: (seconds) => this.#setInterval(seconds),
      setLinked: (on) => (this.#link.linked = on),
      onOpen: () => void this.#askFiles(),
    });
    this.#blink = new Blink(picture, (partner) => this.#show(partner));
    this.#link = new ViewLink(stand, {
      onChange: () => {
        this.#update();
        stand.onKept();
      },
      onTrouble: ({ message }) => this.#say(message),
    });
    picture.addLayer(this.#badge);
    // Each frame has the limits as they are then: those of a picture that is gone cannot be asked for.
    picture.addLayer({ draw: () => this.#noteLimits() });
    host.on('openFilesChanged', () => void this.#askFiles());
    this.#update();
    void this.#askFiles();
  }

  /** For the toolbar. */
  get element(): HTMLElement {
    return this.#menu.element;
  }

  /** Which plane is shown: that whose values the readout is to tell. */
  get shownRef(): PlaneRef | undefined {
    return this.stand.picture.ref;
  }

  /** The name of the picture shown, while there are two. */
  get shownName(): string | undefined {
    const { picture } = this.stand;
    return picture.partner === undefined ? undefined : this.#names()[picture.showPartner ? 1 : 0];
  }

  /** The name of the second picture, while there is one. */
  get partnerName(): string | undefined {
    return this.stand.picture.partner && this.#names()[1];
  }

  /** How the first picture is shown, whichever is now: what is to be kept of the display. */
  get ownLook(): SideLook {
    return this.#looksOther && this.#otherLook !== undefined
      ? this.#otherLook
      : lookOf(this.display);
  }

  get blinking(): boolean {
    return this.#blink.on;
  }

  get state(): KeptMatch {
    const choice = this.#chosen && { title: this.#chosen.title, hdu: this.#chosen.ref.hdu };
    return {
      choice: choice ?? this.#wanted,
      interval: this.#interval,
      linked: this.#link.linked,
      look: this.#looksOther ? lookOf(this.display) : this.#otherLook,
      limits: this.#otherLimits,
    };
  }

  restore(state: unknown): void {
    const { choice, interval, linked, look, limits } = keptMatch(state);
    this.#setInterval(interval);
    this.#otherLook = look;
    this.#otherLimits = limits;
    this.#wanted = choice;
    if (linked) {
      this.#link.linked = true;
    }
    this.#findWanted();
  }

  /** The HDUs of this file. */
  setLines(lines: readonly HduLine[]): void {
    this.#lines = lines;
    this.#findWanted();
    this.#update();
  }

  /** To be called after `Picture.show` and `Picture.clear`, with the plane they were given. */
  shown(plane: ShownPlane | undefined): void {
    this.#shown = plane;
    this.#setBlinking(false);
    this.#link.shown(plane);
    if (!this.#findWanted()) {
      void this.#lay();
    }
  }

  /** Shows the other one of both; false where there is but one. */
  toggle(): boolean {
    const { picture } = this.stand;
    if (picture.partner === undefined) {
      return false;
    }
    // Who toggles by hand wants it to stay.
    this.#blink.on = false;
    this.#show(!picture.showPartner);
    return true;
  }

  toggleBlink(): void {
    this.#setBlinking(!this.#blink.on);
  }

  toggleLinked(): void {
    this.#link.linked = !this.#link.linked;
  }

  #setBlinking(on: boolean): void {
    this.#blink.on = on;
    this.#update();
  }

  #setInterval(seconds: number): void {
    this.#interval = boundedInterval(seconds);
    this.#blink.interval = this.#interval;
    this.#update();
    this.stand.onKept();
  }

  #choose(candidate: Candidate | undefined): void {
    this.#show(false);
    this.#wanted = undefined;
    this.#otherLook = undefined;
    this.#otherLimits = undefined;
    this.#chosen = candidate;
    this.stand.onKept();
    void this.#lay();
  }

  /** Lays the chosen picture over the one on show. */
  async #lay(): Promise<void> {
    const { host, picture } = this.stand;
    const [shown, chosen] = [this.#shown, this.#chosen];
    this.#asking?.abort();
    this.#asking = undefined;
    this.#show(false);
    picture.partner = undefined;
    this.#note = '';
    if (shown === undefined || chosen === undefined || isSame(shown.ref, chosen)) {
      this.#setBlinking(false);
      return;
    }
    const stop = new AbortController();
    this.#asking = stop;
    this.#say(`Matching ${chosen.label}…`);
    const ref = { ...shown.ref, match: chosen.ref };
    try {
      const plane = await host.request('plane', ref, { signal: stop.signal });
      if (this.#asking === stop) {
        picture.partner = { ref, plane };
        this.#note = '';
      }
    } catch (error) {
      const trouble = troubleOf(error);
      if (this.#asking === stop && trouble !== undefined) {
        this.#note = [trouble.message, trouble.hint].filter((part) => part !== undefined).join(' ');
        // The menu says it too: once is enough for who looks at it.
        if (!this.element.matches(':has(:popover-open)')) {
          this.stand.say(trouble);
        }
      }
    }
    if (this.#asking === stop) {
      this.#asking = undefined;
      this.#update();
    }
  }

  /** Shows one of both, each with its own limits and stretch. */
  #show(partner: boolean): void {
    const { picture } = this.stand;
    if (!partner || picture.partner !== undefined) {
      picture.showPartner = partner;
      this.#takeLook(partner);
      this.#takeLimits();
    }
    this.#update();
  }

  #takeLook(partner: boolean): void {
    if (this.#looksOther !== partner) {
      this.#looksOther = partner;
      const look = this.#otherLook;
      this.#otherLook = lookOf(this.display);
      if (look !== undefined) {
        this.display.change(look);
      }
    }
  }

  /** Another slice of the second picture, or one an earlier page had: its limits are as they were. */
  #takeLimits(): void {
    const { picture } = this.stand;
    const [kept, own] = [this.#otherLimits, picture.limitsModel.mode];
    if (picture.showPartner && kept !== undefined && JSON.stringify(kept) !== JSON.stringify(own)) {
      picture.chooseLimits(kept);
    }
  }

  #noteLimits(): void {
    const { picture } = this.stand;
    if (picture.showPartner) {
      this.#otherLimits = picture.limitsModel.mode;
    }
  }

  async #askFiles(): Promise<void> {
    try {
      const { files } = await this.stand.host.request('openFiles', {});
      this.#files = files;
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        this.#say(trouble.message);
      }
      return;
    }
    const { file } = this.#chosen?.ref ?? {};
    if (file !== undefined && !this.#files.some(({ id }) => id === file)) {
      this.#lost();
    }
    this.#findWanted();
    this.#update();
  }

  /** A file that was closed stays as it is; one that was read anew has another id, and is matched anew. */
  #lost(): void {
    const { title, ref } = this.#chosen as Candidate;
    if (this.#files.some((file) => file.title === title)) {
      this.#wanted = { title, hdu: ref.hdu };
    }
  }

  /** Chooses what an earlier page had chosen, once it is there; false where that is nothing new. */
  #findWanted(): boolean {
    const found = this.#wanted && foundAgain(this.#groups(), this.#wanted);
    if (found === undefined || this.#shown === undefined) {
      return false;
    }
    this.#wanted = undefined;
    if (sameMatch(found.ref, this.#chosen?.ref)) {
      return false;
    }
    this.#chosen = found;
    void this.#lay();
    return true;
  }

  #groups(): ReturnType<typeof candidateGroups> {
    const shown = this.#shown?.ref.hdu;
    return candidateGroups({ lines: this.#lines, shown, files: this.#files });
  }

  #names(): [string, string] {
    const own = this.#lines.find(({ index }) => index === this.#shown?.ref.hdu);
    return [own?.name || own?.type || 'This image', this.#chosen?.label ?? ''];
  }

  #say(note: string): void {
    this.#note = note;
    this.#update();
  }

  #update(): void {
    const { picture } = this.stand;
    const two = picture.partner !== undefined;
    const side = picture.showPartner ? 1 : 0;
    this.#badge.show(two ? this.#names() : undefined, side);
    this.#menu.show({
      groups: this.#groups(),
      chosen: this.#chosen?.ref,
      shown: two ? (side === 1 ? 'B' : 'A') : undefined,
      blinking: this.#blink.on,
      interval: this.#interval,
      linked: this.#link.linked,
      others: this.#link.others,
      note: this.#note,
    });
  }
}

function lookOf({ current: { stretch, parameters } }: DisplayModel): SideLook {
  return { stretch, parameters };
}

function isSame({ hdu }: PlaneRef, { ref }: Candidate): boolean {
  return ref.file === undefined && ref.hdu === hdu;
}
