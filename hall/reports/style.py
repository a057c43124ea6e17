"""The look of the report: paper, ink, one blue, as on the screens. Works without a network and on paper."""

STYLE = """
:root{--paper:#F3F0E8;--sheet:#fff;--ink:#15202B;--ink2:#4A5460;--off:#61666C;--accent:#0E4A84;--tint:#E4EDF5;
--edge:#DDD6C8;--green:#1C6B4F;--amber:#8A5200;--red:#B0221B}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 "Noto Sans CJK SC","Noto Sans SC","PingFang SC",
"Microsoft YaHei",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1080px;margin:0 auto;padding:32px 24px 64px}
#en{position:absolute;opacity:0}
.en{display:none}#en:checked~main .en{display:inline}#en:checked~main .zh{display:none}
header{display:flex;justify-content:space-between;align-items:flex-start;gap:24px;margin-bottom:24px}
h1{font-size:34px;line-height:1.2;margin:0}
.sub{color:var(--ink2);margin:6px 0 0;font-size:18px}
label{border:2px solid #857E70;border-radius:22px;padding:6px 20px;cursor:pointer;color:var(--accent);font-weight:700}
#en:focus-visible~main label{outline:4px solid var(--ink);outline-offset:2px}
section{background:var(--sheet);border-radius:12px;padding:20px 24px;margin:0 0 16px;box-shadow:0 4px 0 var(--edge);
break-inside:avoid}
h2{font-size:20px;margin:0 0 12px}
.keys{display:grid;grid-template-columns:repeat(5,1fr);gap:20px 24px}
.keys.flat{grid-template-columns:repeat(6,1fr)}
.ticket{background:var(--accent);color:#fff;box-shadow:0 6px 0 #08315A;position:relative}
.ticket::before,.ticket::after{content:"";position:absolute;top:50%;width:26px;height:26px;margin-top:-13px;
border-radius:50%;background:var(--paper)}
.ticket::before{left:-13px}.ticket::after{right:-13px}
.key b{display:block;font-size:40px;line-height:1.15}
.key>span{font-size:15px}
.key b .off{color:inherit;opacity:.7}
.key.small b{font-size:26px}
.ticket .red{color:#FFC9C2}
svg{width:100%;height:auto;display:block}
svg text{font-size:13px;fill:var(--off)}
.rule{stroke:var(--edge);stroke-width:1}
rect.bar{fill:#CFC8B8}
.area{fill:var(--tint);fill-opacity:.85}
.line{fill:none;stroke:var(--accent);stroke-width:2.5}
.legend{color:var(--ink2);margin:10px 0 0;font-size:14px}
.k{display:inline-block;width:14px;height:14px;border-radius:3px;margin:0 6px -2px 0}
.k.area{background:var(--tint);border:2px solid var(--accent)}.k.bar{background:#CFC8B8;margin-left:18px}
table{width:100%;border-collapse:collapse}
th{text-align:left;font-weight:400;color:var(--ink2);font-size:14px;padding:4px 12px 6px 0;
border-bottom:2px solid var(--edge)}
td{padding:7px 12px 7px 0;border-bottom:1px solid var(--edge);vertical-align:top}
tr:last-child td{border-bottom:0}
.ways td:nth-child(1){width:170px}.ways td:nth-child(2){width:50px;font-weight:700}.ways td:nth-child(4){width:130px}
.track{display:block;height:14px;border-radius:7px;background:var(--paper);margin-top:5px}
.fill{display:block;height:14px;border-radius:7px;background:var(--accent)}
.soft{color:var(--off);font-size:14px}
.off{color:var(--off)}
.red{color:var(--red);font-weight:700}
.dot{display:inline-block;width:12px;height:12px;border-radius:50%;margin-right:8px;border:2px solid var(--off)}
.dot.warn{border-color:var(--amber);background:#FBEBCB}.dot.alert{border-color:var(--red);background:var(--red)}
footer{color:var(--ink2);font-size:14px;margin-top:24px}
a{color:var(--accent)}
@media(max-width:760px){.keys,.keys.flat{grid-template-columns:repeat(2,1fr)}table{font-size:14px}}
@media print{body{background:#fff}label{display:none}section{box-shadow:none;border:1px solid var(--edge)}
.ticket{background:#fff;color:var(--ink);border:3px solid var(--accent)}.ticket::before,.ticket::after{display:none}}
"""
