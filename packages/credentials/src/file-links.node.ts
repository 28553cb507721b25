import { fromCliProfile, fromProfile } from '@x/provider-profile'
import { type CreateFileLinks, fileLinksBy } from './file-links.ts'

export const createFileLinks: CreateFileLinks = fileLinksBy({ fromCliProfile, fromProfile })
