"""How a report looks: light and dark, and legible on paper."""

STYLE = """
.ferrule-page{margin:0;background:#f6f7f9}
.ferrule-eval{--ink:#1c2430;--soft:#5d6878;--line:#dfe3e9;--paper:#fff;--a:#3b5bdb;--b:#e8590c;--good:#2b8a3e;
--bad:#c92a2a;--goodbg:#ebfbee;--badbg:#fff5f5;--samebg:#eef0f3;color:var(--ink);max-width:880px;margin:0 auto;
padding:32px 20px 64px;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
@media(prefers-color-scheme:dark){.ferrule-page{background:#14181f}.ferrule-eval{--ink:#e6e9ee;--soft:#98a2b3;
--line:#2c3441;--paper:#1b212b;--a:#91a7ff;--b:#ffa94d;--good:#69db7c;--bad:#ff8787;--goodbg:#16301f;--badbg:#3a1d20;
--samebg:#262d38}}
.ferrule-eval h1{font-size:26px;margin:0}.ferrule-eval h2{font-size:18px;margin:0 0 4px}
.ferrule-eval h3{font-size:14px;margin:16px 0 4px;font-weight:600}.ferrule-eval h4{font-size:15px;margin:0}
.ferrule-eval .about,.ferrule-eval small,.ferrule-eval .wanted{color:var(--soft)}
.ferrule-eval .about{margin:2px 0 12px}.ferrule-eval small{font-size:12px}
.ferrule-eval section{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:18px 20px;
margin-top:16px}
.ferrule-eval .legend{display:flex;gap:10px;flex-wrap:wrap}
.ferrule-eval .name{display:inline-flex;gap:8px;align-items:baseline;font-weight:600}
.ferrule-eval .legend .name{background:var(--paper);border:1px solid var(--line);border-radius:20px;padding:3px 12px}
.ferrule-eval .name::before,.ferrule-eval .key::before{content:"";width:9px;height:9px;border-radius:50%;
background:currentColor;align-self:center;display:inline-block;margin-right:5px}
.ferrule-eval .legend .name small{font-weight:400}
.ferrule-eval .side0{color:var(--a)}.ferrule-eval .side1{color:var(--b)}
.ferrule-eval .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(215px,1fr));gap:12px;margin-top:16px}
.ferrule-eval .card{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:12px 14px;
position:relative}
.ferrule-eval .card>span:first-child{color:var(--soft);font-size:13px}
.ferrule-eval .card b{font-size:20px;font-variant-numeric:tabular-nums}
.ferrule-eval .card i{color:var(--soft);font-style:normal}
.ferrule-eval .card .chip{position:absolute;top:12px;right:12px}
.ferrule-eval .chip{font-size:12px;border-radius:20px;padding:1px 9px;background:var(--samebg);color:var(--soft)}
.ferrule-eval .chip.better{background:var(--goodbg);color:var(--good)}
.ferrule-eval .chip.worse{background:var(--badbg);color:var(--bad)}
.ferrule-eval svg{width:100%;height:auto;display:block;font-size:13px}
.ferrule-eval svg text{fill:var(--ink);stroke:none}.ferrule-eval svg .tick{fill:var(--soft);font-size:11px}
.ferrule-eval .grid{stroke:var(--line);stroke-width:1}.ferrule-eval .axis{stroke:var(--soft);stroke-width:1}
.ferrule-eval .interval{stroke:currentColor;stroke-width:5;stroke-linecap:round;opacity:.28}
.ferrule-eval .dot{fill:currentColor;stroke:var(--paper);stroke-width:1.5}
.ferrule-eval .curve{fill:none;stroke:currentColor;stroke-width:2.2;stroke-linejoin:round}
.ferrule-eval .group0{color:#2f9e8f}.ferrule-eval .group1{color:#b0568f}
.ferrule-eval .bar{fill:currentColor;opacity:.85}
.ferrule-eval .keys{display:flex;gap:16px;font-size:12px;margin-bottom:4px}
.ferrule-eval .scroll{overflow-x:auto}
.ferrule-eval table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
.ferrule-eval th,.ferrule-eval td{text-align:left;padding:6px 10px 6px 0;border-bottom:1px solid var(--line);
white-space:nowrap;font-weight:400;background:none}
.ferrule-eval thead th{font-weight:600}.ferrule-eval tbody th{font-weight:600}
.ferrule-eval details{border-top:1px solid var(--line);padding:10px 0}
.ferrule-eval summary{cursor:pointer}.ferrule-eval summary b{color:var(--soft);font-weight:400;margin-left:6px}
.ferrule-eval article{border-left:3px solid var(--line);padding:2px 0 2px 12px;margin:14px 0}
.ferrule-eval article p{margin:4px 0;overflow-wrap:anywhere;white-space:pre-wrap}.ferrule-eval .wanted{font-size:13px}
.ferrule-eval .outcome{margin-top:8px}.ferrule-eval .outcome>*{margin-right:8px}
@media print{.ferrule-eval section,.ferrule-eval .card{break-inside:avoid}}
"""
