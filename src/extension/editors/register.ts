import * as vscode from 'vscode';
import { IMAGE_EDITOR, IMAGE_EDITOR_OPTION } from '../ids';
import type { Services } from '../services';
import type { ImageDocument } from './image-document';
import type { ImageEditor } from './image-editor';

/** The viewers of FITS images, as the commands see them. */
export interface ImageEditors extends vscode.Disposable {
  /** Asks the active viewer for its picture, and the user where to write it. */
  exportPng(): Promise<void>;
}

/** Registers the viewer of FITS images. Its code is loaded when the first file is opened. */
export function registerImageEditor(services: Services): ImageEditors {
  let loading: Promise<ImageEditor> | undefined;
  const editor = (): Promise<ImageEditor> =>
    (loading ??= import('./image-editor').then((module) => new module.ImageEditor(services)));

  const provider: vscode.CustomReadonlyEditorProvider<ImageDocument> = {
    openCustomDocument: async (uri) => (await editor()).openCustomDocument(uri),
    resolveCustomEditor: async (document, panel) =>
      (await editor()).resolveCustomEditor(document, panel),
  };
  const registered = [IMAGE_EDITOR, IMAGE_EDITOR_OPTION].map((viewType) =>
    vscode.window.registerCustomEditorProvider(viewType, provider, {
      supportsMultipleEditorsPerDocument: true,
    }),
  );
  return {
    exportPng: async () => {
      if ((await loading)?.exportPng() !== true) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('There is no picture to export: open a FITS image first.'),
        );
      }
    },
    dispose: () => vscode.Disposable.from(...registered).dispose(),
  };
}
