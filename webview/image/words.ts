import { formatShare } from '../../src/protocol/figures';
import type { HduLine, StructureReply } from '../../src/protocol/methods';
import { MOST_PROBLEMS } from '../../src/protocol/methods';
import { absence, hduName } from './hdu';
import type { Trouble } from './host';
import { troubleOf } from './host';
import type { Mode } from './mode';
import type { NoticeAction } from './notice';
import type { Picture } from './picture';
import type { Stage } from './stage';
import { errorNotice } from './stage';

const FAILED: Readonly<Record<Mode, string>> = {
  picture: 'The picture could not be read',
  table: 'The table could not be read',
  line: 'The array could not be read',
  tree: 'The tree could not be read',
};

export interface WordsActions {
  /** Reads the file from the start. */
  reopen(): void;
  /** Reads a file that is compressed as a whole, whatever that costs. */
  readWhole(): void;
  /** Does not want to wait for that. */
  stopReading(): void;
  /** Asks again for what is to be shown of the HDU. */
  load(): void;
  /** The user wants to see an array that can only be read whole, whatever that costs. */
  loadWhole(): void;
  /** Undefined where the header is in sight already. */
  showHeader(): (() => void) | undefined;
  choose(index: number): void;
}

/** What is said in place of the picture, or over it, when something is absent or has failed. */
export class Words {
  readonly #stage: Stage;
  readonly #picture: Picture;
  readonly #actions: WordsActions;

  constructor(stage: Stage, picture: Picture, actions: WordsActions) {
    this.#stage = stage;
    this.#picture = picture;
    this.#actions = actions;
  }

  noHdus(): void {
    this.#stage.showNotice({ icon: 'empty', title: 'This file has no HDUs.' });
  }

  /** A file that is compressed as a whole is being read. */
  unpacking({ compression, unpacking }: StructureReply): void {
    if (unpacking === undefined) {
      return;
    }
    const { read, total } = unpacking;
    const share = total > 0 ? ` (${Math.floor((100 * read) / total)} %)` : '';
    this.#stage.showNotice({
      icon: 'download',
      title: 'Reading the whole file',
      text:
        `It is compressed with ${compression ?? 'a method for whole files'}, so it cannot be read in ` +
        `parts: ${formatShare(read, total)}${share}.`,
      actions: [{ label: 'Cancel', onClick: () => this.#stopped() }],
    });
  }

  #stopped(): void {
    this.#actions.stopReading();
    this.#stage.showNotice({
      icon: 'empty',
      title: 'The file was not read',
      text: 'You cancelled it.',
      actions: [{ label: 'Read it', primary: true, onClick: () => this.#actions.readWhole() }],
    });
  }

  /** The chosen HDU has nothing to show. */
  nothing(line: HduLine, structure: StructureReply | undefined): void {
    const said = absence(line);
    if (said === undefined) {
      return;
    }
    const first = structure?.lines.find(({ index }) => index === structure.first);
    const actions: NoticeAction[] = [];
    const showHeader = this.#actions.showHeader();
    if (showHeader !== undefined) {
      actions.push({ label: 'Show header', onClick: showHeader });
    }
    if (first !== undefined && first.index !== line.index) {
      actions.push({
        label: `Go to ${hduName(first)}`,
        onClick: () => this.#actions.choose(first.index),
      });
    }
    const icon =
      line.picture === 'empty' ? 'empty' : line.type === 'CorruptedHDU' ? 'warning' : 'table';
    this.#stage.showNotice({ icon, ...said, actions });
  }

  /** What is on show stays, although the rest of the HDU list could not be read. */
  structureFailed(error: unknown): void {
    const trouble = troubleOf(error);
    const retry = (): void => this.#actions.reopen();
    if (trouble?.code === 'costly') {
      this.#askToRead('This file can only be read whole', trouble, () => this.#actions.readWhole());
    } else if (trouble !== undefined && this.#showsSomething) {
      this.#stage.showBanner(trouble, trouble.retryable ? retry : undefined);
    } else {
      this.#instead('The file could not be opened', trouble, retry);
    }
  }

  /** What was to be shown in this way could not be read. */
  loadFailed(error: unknown, mode: Mode | undefined): void {
    const trouble = troubleOf(error);
    if (trouble?.code === 'costly') {
      this.#askToRead('This array can only be read whole', trouble, () => {
        this.#stage.show(mode ?? 'picture');
        this.#actions.loadWhole();
      });
      return;
    }
    this.#instead(FAILED[mode ?? 'picture'], trouble, () => {
      if (trouble?.code === 'changed') {
        this.#actions.reopen();
      } else {
        this.#stage.show(mode ?? 'picture');
        this.#actions.load();
      }
    });
  }

  #askToRead(title: string, { message, hint }: Trouble, read: () => void): void {
    this.#picture.clear();
    this.#stage.showNotice({
      icon: 'download',
      title,
      text: hint === undefined ? message : `${message} ${hint}`,
      actions: [{ label: 'Read it all', primary: true, onClick: read }],
    });
  }

  /** Part of the picture could not be read; the rest stays. */
  tileFailed(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble === undefined) {
      return;
    }
    // A file that changed is another file: nothing of the old one can be tried again.
    const retry = (): void =>
      trouble.code === 'changed' ? this.#actions.reopen() : this.#picture.retryTiles();
    this.#stage.showBanner(trouble, trouble.retryable ? retry : undefined);
  }

  /** Parts of the picture are broken, and stay empty. */
  partsBroken(problems: readonly string[]): void {
    const [first = '', ...others] = problems;
    const many = problems.length >= MOST_PROBLEMS ? `${MOST_PROBLEMS} or more` : problems.length;
    const message =
      others.length === 0 ? first : `${many} parts of this image cannot be read: ${first}`;
    const hint = 'The picture is empty there.';
    this.#stage.showBanner({ code: 'format', message, hint, retryable: false });
  }

  get #showsSomething(): boolean {
    const { mode } = this.#stage;
    return mode === 'picture' ? this.#picture.plane !== undefined : mode !== undefined;
  }

  nothingToExport(): void {
    const message = 'There is no picture to export.';
    const hint = 'Choose an HDU with an image, or wait until its picture is there.';
    this.#stage.showBanner({ code: 'unsupported', message, hint, retryable: false });
  }

  #instead(title: string, trouble: Trouble | undefined, retry: () => void): void {
    if (trouble !== undefined) {
      // First the words: what lies around the picture is brought in line while it is cleared.
      this.#stage.showNotice(errorNotice(title, trouble, retry));
      this.#picture.clear();
    }
  }
}
