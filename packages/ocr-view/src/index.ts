export { type OverlayImage, type OverlayLine, type OverlayOptions, type OverlayResponse, renderOverlay } from './render-overlay.ts'
