import './nonce';
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import './controls.css';

/**
 * Registers the controls in use. Three of the toolkit are left out for good, because their templates
 * set a `style` attribute, which a Content Security Policy without `unsafe-inline` refuses: badge,
 * tag, and the progress ring once it has a value. Only the modules of this folder know the toolkit,
 * so that another library can follow it.
 */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeTextField(),
  );
}
