import { Reader } from './reader.jsx'

export default function Page() {
  return <Reader />
}
