export { type PdfPage, type RenderPdfOptions, renderPdf } from './render-pdf.ts'
