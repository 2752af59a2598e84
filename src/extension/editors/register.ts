import * as vscode from 'vscode';
import { IMAGE_EDITOR, IMAGE_EDITOR_OPTION } from '../ids';
import type { Services } from '../services';
import type { ImageDocument } from './image-document';
import type { ImageEditor } from './image-editor';

/** Registers the viewer of FITS images. Its code is loaded when the first file is opened. */
export function registerImageEditor(services: Services): vscode.Disposable {
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
  return vscode.Disposable.from(...registered);
}
