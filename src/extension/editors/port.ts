import type * as vscode from 'vscode';
import type { Port } from '../../protocol/wire';

/** The host's end of the channel to a webview. */
export function portOf(webview: vscode.Webview): Port {
  return {
    // False only tells that the webview is hidden or gone, which we hear of otherwise too.
    post: (message) => webview.postMessage(message),
    onMessage: (listener) => {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => {
        subscription.dispose();
      };
    },
  };
}
