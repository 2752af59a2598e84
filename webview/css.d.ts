/** esbuild gathers imported style sheets into `dist/webview/image.css`. */
declare module '*.css';
