/**
 * Looks of the page. What a search did not find is dimmed on the picture and left out of the list. The lines have no numbers: browsers count
 * them anew for each that is hidden, which takes seconds where there are thousands.
 */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--mark:#ffe08a66;font:16px/1.5 system-ui,sans-serif}
body{margin:0}
main{display:grid;grid-template-columns:minmax(0,2fr) minmax(16rem,1fr);gap:1.5rem;padding:1.5rem;align-items:start}
svg{width:100%;height:auto;max-height:calc(100vh - 3rem)}
section{max-height:calc(100vh - 3rem);overflow:auto}
h1{font-size:1.25rem;margin:0}
p,form{margin:.25rem 0 1rem}
p,small,dt{opacity:.7}
ol{margin:0;padding:0}
li{display:block;position:relative;padding:.125rem .5rem;border-left:.25rem solid var(--colour);margin-bottom:.25rem}
li span,dd,td{unicode-bidi:isolate;white-space:pre-wrap;overflow-wrap:anywhere}
li button{position:absolute;right:0;top:0;font-size:.75rem;opacity:0}
li:hover button,li button:focus{opacity:1}
dl div{display:flex;gap:.5rem;padding:.125rem .5rem}
dd{margin:0}
table{border-collapse:collapse;margin:1rem 0}
td{border:1px solid #8888;padding:.25rem .5rem;vertical-align:top}
.mark,.hit{background:var(--mark)}
g.mark polygon,g.hit polygon{fill-opacity:.45}
g.miss{opacity:.2}
li.miss,div.miss{display:none}
#tip{position:fixed;max-width:24rem;padding:.25rem .5rem;border-radius:.25rem;background:#222;color:#fff;pointer-events:none;white-space:pre-wrap}
@media (max-width:50rem){main{grid-template-columns:1fr}}
`
