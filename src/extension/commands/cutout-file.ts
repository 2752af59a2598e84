import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import type { CutoutMethods } from '../../protocol/cutout';
import type { HduLine } from '../../protocol/methods';
import type { ImageMethods } from '../../worker/methods';
import { type CutoutActions, cutoutHandlers } from '../editors/cutout-handlers';
import { ImageFile } from '../editors/image-file';
import { imageThread } from '../editors/image-worker';
import type { Host } from '../host';
import { nameResolver } from '../names';
import { placeHandlers } from '../editors/place-handlers';
import type { PlaceReply, SkyMethods } from '../../protocol/sky';

type Asked<K extends keyof CutoutMethods> = CutoutMethods[K][0];

/** A file that is cut out of without being shown, read as a document is. */
export class CutoutFile {
  private readonly file: ImageFile;
  private readonly handlers: ReturnType<typeof cutoutHandlers> & ReturnType<typeof placeHandlers>;

  constructor(uri: vscode.Uri, host: Host) {
    const { log } = host;
    const script = host.context.asAbsolutePath('dist/image-worker.js');
    this.file = new ImageFile({
      open: () => host.open(uri),
      openOther: (reference) => host.openOther(uri, reference),
      startThread: imageThread(script, (text) => log.warn(text)),
      meter: host.session.child(),
      // What was asked of it ends as cancelled, and is asked anew.
      onReload: () => undefined,
      onDeath: (reason) => log.error(`The worker of a cutout died. ${reason}`),
    });
    const { openCutout, saveCutout }: CutoutActions = host;
    const actions = { openCutout, saveCutout, resolveName: nameResolver(host) };
    this.handlers = { ...cutoutHandlers(this.file, actions), ...placeHandlers(this.file, actions) };
  }

  /**
   * The images of the file, and which to show first.
   *
   * @returns undefined where the user does not want a large compressed file to be read
   */
  async images(
    signal: AbortSignal,
  ): Promise<
    { readonly lines: readonly HduLine[]; readonly first: number | undefined } | undefined
  > {
    const structure = (readWhole: boolean): Promise<ImageMethods['structure'][1]> =>
      this.file.use((content) => content.request('structure', { readWhole }, { signal }));
    let found: ImageMethods['structure'][1];
    try {
      found = await structure(false);
    } catch (error) {
      if (!(error instanceof SkybucketError) || error.code !== 'costly') {
        throw error;
      }
      const read = vscode.l10n.t('Read All of It');
      const options = { modal: true, detail: error.hint ?? '' };
      if ((await vscode.window.showWarningMessage(error.message, options, read)) !== read) {
        return undefined;
      }
      found = await structure(true);
    }
    const lines = found.lines.filter(({ picture }) => picture === 'yes');
    if (lines.length === 0) {
      throw new SkybucketError('unsupported', 'This file has no image to cut out of.', {
        hint: found.warnings[0],
      });
    }
    return { lines, first: found.first };
  }

  plane(params: ImageMethods['plane'][0], signal: AbortSignal): Promise<ImageMethods['plane'][1]> {
    return this.file.use((content) => content.request('plane', params, { signal }));
  }

  place(params: SkyMethods['findPlace'][0], signal: AbortSignal): Promise<PlaceReply> {
    return this.handlers.findPlace(params, { signal, progress: async () => undefined });
  }

  plan(params: Asked<'planCutout'>, signal: AbortSignal): Promise<CutoutMethods['planCutout'][1]> {
    return this.handlers.planCutout(params, { signal, progress: async () => undefined });
  }

  open(
    params: Asked<'openCutout'>,
    signal: AbortSignal,
    onProgress: (done: number) => void,
  ): Promise<CutoutMethods['openCutout'][1]> {
    const progress = async ({ done }: { done: number }): Promise<void> => onProgress(done);
    return this.handlers.openCutout(params, { signal, progress });
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
