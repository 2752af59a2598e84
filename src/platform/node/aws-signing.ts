/**
 * What is used of the library that signs requests. A bundle of its own (`dist/aws-signing.js`): most people read
 * public buckets and never need it.
 */
export { SignatureV4 } from '@smithy/signature-v4';
