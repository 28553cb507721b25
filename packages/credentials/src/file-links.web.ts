import type { CreateFileLinks } from './file-links.ts'

/** Browsers and Workers have no files of their user: the default chain has no such links there. */
export const createFileLinks: CreateFileLinks = () => ({ inOrder: () => [] })
