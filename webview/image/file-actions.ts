import { element, setText } from '../ui/dom';
import { plotPng } from './canvas-png';
import type { ExportedPicture } from './export';
import { exportPng } from './export';
import type { Host } from './host';
import { troubleOf } from './host';
import type { Stage } from './stage';

/** What the user asks of the host besides pictures: to copy, to download, to export, to count otherwise. */
export class FileActions {
  /** Says to screen readers what was done. */
  readonly spoken = element('div', { class: 'spoken', attributes: { role: 'status' } });
  readonly #host: Host;
  readonly #stage: Stage;

  constructor(host: Host, stage: Stage) {
    this.#host = host;
    this.#stage = stage;
  }

  /** `what` names the text for the message. */
  async copy(text: string, what: string): Promise<void> {
    await this.#try(async () => {
      await this.#host.request('copy', { text });
      setText(this.spoken, `Copied the ${what}.`);
    });
  }

  /** `onBusy` is told when the download begins and when it has ended. */
  async download(onBusy: (busy: boolean) => void): Promise<void> {
    onBusy(true);
    await this.#try(async () => {
      await this.#host.request('download', {});
    });
    onBusy(false);
  }

  /** Offers the picture as it is shown as a PNG file; false where it was not saved. */
  async export(picture: ExportedPicture): Promise<boolean> {
    return this.#save(() => exportPng(picture), 'Exported the picture.');
  }

  /** Offers a plot as it is shown as a PNG file; false where it was not saved. */
  async exportPlot(plot: HTMLCanvasElement, name: string): Promise<boolean> {
    return this.#save(async () => ({ name, data: await plotPng(plot) }), 'Exported the plot.');
  }

  async #save(
    make: () => Promise<{ readonly name: string; readonly data: Uint8Array }>,
    done: string,
  ): Promise<boolean> {
    let isSaved = false;
    await this.#try(async () => {
      const { saved } = await this.#host.request('save', await make());
      isSaved = saved;
      if (saved) {
        setText(this.spoken, done);
      }
    });
    return isSaved;
  }

  /** Counts pixels from 0 or 1 from now on, in every viewer. */
  async countFrom(pixelOrigin: 0 | 1): Promise<void> {
    await this.#try(async () => {
      await this.#host.request('countFrom', { pixelOrigin });
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== undefined) {
        this.#stage.showBanner(trouble, trouble.retryable ? () => void this.#try(work) : undefined);
      }
    }
  }
}
