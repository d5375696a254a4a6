export const controlStyle = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f5f6f8, #14161a);
  --card: light-dark(#ffffff, #1d2026);
  --line: light-dark(#dfe2e8, #333842);
  --text: light-dark(#1b1f27, #e8eaee);
  --quiet: light-dark(#5a6270, #a3abb9);
  --accent: light-dark(#2f5bd0, #8fb0ff);
  --good: light-dark(#1d6b3a, #7fdba0);
  --good-back: light-dark(#e2f4e8, #17351f);
  --bad: light-dark(#a3241f, #ff9d96);
  --bad-back: light-dark(#fce8e7, #421b19);
  --warn: light-dark(#7a4d00, #ffce73);
  --warn-back: light-dark(#fdf0d5, #3d2c08);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 1280px; padding: 20px;
  background: var(--page); color: var(--text);
  font: 14px/1.45 system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
h1 { font-size: 20px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 15px; margin: 0; }
h3 { font-size: 13px; margin: 16px 0 4px; color: var(--quiet); font-weight: 600; }
a { color: var(--accent); }
header { margin-bottom: 16px; }
header p { margin: 0 0 8px; }
#notice:not(:empty) { color: var(--bad); font-weight: 600; }
main > p:first-child { margin-top: 0; }
body.lost main { opacity: 0.5; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 16px; }
.columns > div {
  display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-content: start;
}
section, .detail main, .payer main {
  background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px;
}
.quiet { color: var(--quiet); }
.title { display: flex; align-items: center; gap: 8px; min-height: 28px; }
.title > :last-child:not(:first-child):not(.pill) { margin-left: auto; }
section > .title { margin-bottom: 4px; }
.line { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.switch { padding: 10px 0; border-top: 1px solid var(--line); }
.switch .title { margin-bottom: 4px; }
.rows { list-style: none; margin: 6px 0 0; padding: 0; max-height: 380px; overflow: auto; }
.rows li { display: flex; gap: 12px; padding: 7px 0; border-top: 1px solid var(--line); }
.rows li > div { min-width: 0; flex: 1; overflow-wrap: anywhere; }
.rows .line { display: inline-flex; margin-left: 6px; }
.rows time { color: var(--quiet); white-space: nowrap; }
.what { font-weight: 500; }
.what .pill { margin-left: 4px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th { text-align: left; color: var(--quiet); font-weight: 600; }
th, td { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td { overflow-wrap: anywhere; min-width: 90px; }
th:first-child { width: 30%; }
.scroll { max-height: 420px; overflow: auto; margin-top: 6px; }
.limit { padding: 4px 0; }
.pill { border-radius: 99px; padding: 1px 9px; font-size: 12px; white-space: nowrap; font-weight: 500; }
.switch .pill { white-space: normal; border-radius: 9px; }
.good { color: var(--good); background: var(--good-back); }
.bad { color: var(--bad); background: var(--bad-back); }
.warn { color: var(--warn); background: var(--warn-back); }
.off { color: var(--quiet); background: var(--page); border: 1px solid var(--line); }
button, input, select {
  font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: 7px; padding: 5px 10px; min-height: 34px;
}
button { cursor: pointer; font-weight: 500; }
button:hover { border-color: var(--accent); }
button.main { background: light-dark(#2f5bd0, #3d6be0); border-color: transparent; color: #fff; }
button.small { min-height: 26px; padding: 1px 9px; font-size: 12.5px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
input[type='number'] { width: 80px; padding-inline: 8px; }
.switch:not(:has(option[value='slow']:checked)) .for-slow { display: none; }
.switch button:not(.small) { margin-left: auto; }
input[type='checkbox'] { min-height: 0; vertical-align: -2px; }
select { max-width: 100%; }
label { color: var(--quiet); }
.switch select { flex: 1 1 190px; min-width: 0; }
code, pre { font: 12.5px/1.5 ui-monospace, monospace; }
pre {
  background: var(--page); border: 1px solid var(--line); border-radius: 8px; padding: 10px;
  overflow: auto; max-height: 520px; white-space: pre-wrap; overflow-wrap: anywhere;
}
.detail main, .payer main { max-width: 900px; margin: 0 auto; }
.payer main { max-width: 460px; margin-top: 6vh; padding: 24px; }
.payer h1 { font-size: 28px; }
.payer ul { list-style: none; padding: 0; }
.payer li { display: flex; justify-content: space-between; padding: 6px 0; border-top: 1px solid var(--line); }
.payer .buttons { display: grid; gap: 8px; margin-top: 16px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 12px 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 560px; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
.detail h2 { margin-top: 18px; }
@media (max-width: 860px) {
  body { padding: 12px; }
  .columns { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 480px) {
  .switch select { flex-basis: 100%; }
  thead { display: none; }
  tr, td { display: block; }
  td { border: 0; padding: 3px 0; }
  tr { border-bottom: 1px solid var(--line); padding: 6px 0; }
  td[rowspan] { font-weight: 600; }
}
`;
