/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "report/html.h"

/*
 * The one style sheet of a report page: the design's tokens, light and dark, on screen and on paper.
 * Inks of report/draw.h are s0.. and f0..; 8 to 15 are the series.
 */
#define LIGHT                                                                            \
	"--canvas:#f3f5f7;--surface:#fff;--sunken:#f0f2f5;--line:#e1e5ea;--mid:#c9cfd7;" \
	"--grid:#eceff2;--t1:#12161c;--t2:#434c58;--t3:#5f6977;--accent:#1d49c4;"        \
	"--gain:#00626e;--loss:#b0380a;--bench:#69737f;"                                 \
	"--k0:#054b7a;--k1:#9c5514;--k2:#137b6b;--k3:#d06cb2;--k4:#928b3c;--k5:#7f3dbb;" \
	"--k6:#860e2c;--k7:#008cf9;"                                                     \
	"--n4:#e58a63;--n3:#f1ad90;--n2:#f8cfbe;--n1:#fdeae3;--z:#f1f3f5;--p1:#dff0f3;"  \
	"--p2:#b8dee4;--p3:#86c6cf;--p4:#51abb6;--on:#12161c"
#define DARK                                                                                \
	"--canvas:#0b0e12;--surface:#11151a;--sunken:#0c1014;--line:#20272f;--mid:#343d48;" \
	"--grid:#1b2128;--t1:#e8ebef;--t2:#b2bac5;--t3:#8e98a6;--accent:#86a8ff;"           \
	"--gain:#45c3c9;--loss:#ff8c5f;--bench:#8b95a3;"                                    \
	"--k0:#b8dcfd;--k1:#fdd07e;--k2:#30b896;--k3:#b8469a;--k4:#837c33;--k5:#bb93fe;"    \
	"--k6:#f78623;--k7:#1a80dc;"                                                        \
	"--n4:#a24a20;--n3:#7d3a1b;--n2:#5a2b17;--n1:#3a1f14;--z:#1e242b;--p1:#102f36;"     \
	"--p2:#14464f;--p3:#185e69;--p4:#1c7783;--on:#f3f5f7"

const char report_style[] =
	":root{color-scheme:light;" LIGHT "}"
	"@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;" DARK "}}"
	"*{box-sizing:border-box}"
	"html{-webkit-text-size-adjust:100%;scroll-padding-top:16px}"
	"body{margin:0;background:var(--canvas);color:var(--t1);"
	"font:400 13px/20px Inter,\"Inter Variable\",system-ui,-apple-system,\"Segoe UI\","
	"Roboto,\"Helvetica Neue\",Arial,sans-serif;font-feature-settings:\"tnum\" 1;"
	"font-variant-numeric:tabular-nums}"
	"a{color:var(--accent);text-underline-offset:2px}"
	":focus-visible{outline:2px solid var(--accent);outline-offset:2px}"
	".skip{position:absolute;left:-999px}.skip:focus{left:16px;top:8px;background:var(--surface);"
	"padding:4px 8px;z-index:1}"
	/* the sheet */
	".sheet{display:grid;grid-template-columns:208px minmax(0,1fr);max-width:1400px;margin:0 auto}"
	"nav{padding:28px 16px 28px 20px;position:sticky;top:0;align-self:start;max-height:100vh;"
	"overflow:auto}"
	"nav h2{margin:0 0 8px;padding:0 8px;font-size:11px;line-height:16px;font-weight:500;"
	"color:var(--t3)}"
	"nav ol{list-style:none;margin:0;padding:0}"
	"nav a{display:block;padding:4px 8px;color:var(--t2);text-decoration:none;border-radius:5px}"
	"nav a:hover{background:var(--line);color:var(--t1)}"
	".page{background:var(--surface);border-left:1px solid var(--line);"
	"border-right:1px solid var(--line);min-width:0}"
	"header{padding:32px 32px 28px}"
	".brand{margin:0 0 20px;font-weight:600;display:flex;align-items:center;gap:8px}"
	".brand svg{width:18px;height:18px}"
	"h1{margin:0;font-size:30px;line-height:36px;font-weight:600;letter-spacing:-.015em}"
	".period{margin:6px 0 0;font-size:16px;line-height:24px;color:var(--t2)}"
	".made{margin:8px 0 0;font-size:12px;line-height:16px;color:var(--t3);overflow-wrap:anywhere}"
	"section{border-top:1px solid var(--line);padding:24px 32px 28px}"
	"h2{margin:0 0 16px;font-size:20px;line-height:24px;font-weight:600;letter-spacing:-.01em}"
	"h3,.name{font-size:13px;line-height:20px;font-weight:600;color:var(--t1)}"
	"h3{margin:0 0 4px}"
	".block{margin:0 0 28px}.block:last-child{margin-bottom:0}"
	".name{display:block}.note{display:block;margin:2px 0 0;font-size:12px;"
	"line-height:17px;font-weight:400;color:var(--t3);max-width:92ch}"
	".text p{margin:0 0 10px;max-width:76ch;font-size:14px;line-height:22px;color:var(--t2)}"
	/* headline figures */
	".figures dl{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));margin:0;"
	"gap:1px;background:var(--line);border:1px solid var(--line)}"
	".figures dl>div{background:var(--surface);padding:12px 14px}"
	".figures .fill{background:var(--surface)}"
	"dt{font-size:12px;line-height:16px;font-weight:500;color:var(--t3)}"
	"dd{margin:0}"
	"dd.big{margin-top:4px;font-size:20px;line-height:26px;font-weight:560;letter-spacing:-.015em}"
	"dd.sub{margin-top:2px;font-size:12px;line-height:17px;color:var(--t2)}"
	"dd.sub b{font-weight:500;color:var(--t3)}"
	/* charts */
	"figure{margin:0}figcaption{margin-bottom:8px}"
	".pair{display:grid;grid-template-columns:1fr 1fr;gap:28px 32px;margin-bottom:28px}"
	".pair:last-child{margin-bottom:0}"
	".pair .block{margin:0;min-width:0;display:flex;flex-direction:column}"
	".pair figcaption{flex:1}"
	"svg.wide,svg.half,svg.slim{display:block;width:100%;height:auto;overflow:visible;"
	"font-size:11px}"
	"svg.slim{display:none}"
	"svg path{fill:none;stroke-width:1;stroke-linejoin:round}"
	"svg text{stroke:none}.m{text-anchor:middle}.e{text-anchor:end}.b{font-weight:600}"
	".s1{stroke:var(--t3)}svg .f0{fill:var(--t1)}svg .f1{fill:var(--t3)}.s2{stroke:var(--grid)}"
	".s3{stroke:var(--mid)}.s4{stroke:var(--surface)}svg .f4{fill:var(--surface)}"
	".s5{stroke:var(--accent)}svg .f5{fill:var(--accent)}.s6{stroke:var(--bench)}"
	"svg .f6{fill:var(--bench)}.s7{stroke:var(--loss)}svg .f7{fill:var(--loss)}"
	".s8{stroke:var(--gain)}svg .f8{fill:var(--gain)}"
	".s9{stroke:var(--k0)}svg .f9{fill:var(--k0)}.s10{stroke:var(--k1)}svg .f10{fill:var(--k1)}"
	".s11{stroke:var(--k2)}svg .f11{fill:var(--k2)}.s12{stroke:var(--k3)}svg .f12{fill:var(--k3)}"
	".s13{stroke:var(--k4)}svg .f13{fill:var(--k4)}.s14{stroke:var(--k5)}svg .f14{fill:var(--k5)}"
	".s15{stroke:var(--k6)}svg .f15{fill:var(--k6)}.s16{stroke:var(--k7)}svg .f16{fill:var(--k7)}"
	/* tables */
	".scroll{overflow-x:auto;position:relative}"
	"table{border-collapse:collapse;width:100%}"
	"caption{text-align:left;padding-bottom:8px}"
	"th,td{padding:3px 10px;height:28px;text-align:right;white-space:nowrap;"
	"border-bottom:1px solid var(--line);font-weight:400}"
	"thead th{font-size:11px;line-height:16px;font-weight:500;color:var(--t3);"
	"background:var(--sunken);vertical-align:bottom}"
	"thead th i{font-style:normal;font-weight:400}"
	"th:first-child,td:first-child,.l{text-align:left}"
	"tbody th{font-weight:500;color:var(--t1)}"
	"td.w{text-align:left;white-space:normal;min-width:22ch;max-width:64ch;color:var(--t2)}"
	"th.w{white-space:normal;min-width:12ch}"
	".gain{color:var(--gain)}.loss{color:var(--loss)}.u{color:var(--t3)}"
	"sup{font-size:9px;line-height:0;margin-left:1px}"
	".heat td{text-align:center;padding:3px 4px;border:1px solid var(--surface)}"
	".heat thead th{text-align:center}"
	".hn4{background:var(--n4)}.hn3{background:var(--n3)}.hn2{background:var(--n2)}"
	".hn1{background:var(--n1)}.h0{background:var(--z)}.hp1{background:var(--p1)}"
	".hp2{background:var(--p2)}.hp3{background:var(--p3)}.hp4{background:var(--p4)}"
	"[class^=h][class*=n],.h0,[class^=hp]{color:var(--on)}"
	".reasons{margin:6px 0 0;padding:0;list-style:none;font-size:12px;line-height:17px;"
	"color:var(--t3);max-width:92ch}"
	"footer{border-top:1px solid var(--line);padding:16px 32px 32px;font-size:12px;line-height:17px;"
	"color:var(--t3)}"
	/* smaller screens */
	"@media screen and (max-width:1180px){.sheet{display:block}.page{border:0}"
	"nav{position:static;padding:14px 32px;max-height:none;border-bottom:1px solid var(--line)}"
	"nav h2{display:none}nav ol{display:flex;flex-wrap:wrap;gap:2px 6px;margin:0 -8px}"
	"nav a{padding:3px 8px}}"
	"@media screen and (max-width:760px){nav{padding:10px 16px}nav a{padding:11px 8px}"
	"header{padding:24px 16px 20px}section{padding:20px 16px 24px}footer{padding:16px}"
	"h1{font-size:24px;line-height:30px}.period{font-size:14px;line-height:22px}"
	".pair{grid-template-columns:minmax(0,1fr)}"
	"svg.wide,svg.half{display:none}svg.slim{display:block}"
	".figures dl{grid-template-columns:repeat(2,minmax(0,1fr))}"
	"th,td{height:36px}.scroll th:first-child{position:sticky;left:0;background:var(--surface)}"
	"caption span{position:sticky;left:0;width:calc(100vw - 32px)}"
	".scroll thead th:first-child{background:var(--sunken)}th.w{min-width:16ch}}"
	/* paper */
	"@page{size:A4;margin:14mm 12mm}"
	"@media print{body{background:none;font-size:9.5px;line-height:14px;-webkit-print-color-adjust:"
	"exact;print-color-adjust:exact}nav,.skip{display:none}.sheet{display:block;max-width:none}"
	".page{border:0}header{padding:0 0 16px}section{padding:14px 0;break-inside:auto}"
	"figure,tr,.figures{break-inside:avoid}h2,caption,figcaption{break-after:avoid}"
	".scroll{overflow:visible}th,td{height:auto;padding:2px 5px}"
	".text p{font-size:10px;line-height:15px}.pair{gap:16px}.block{margin-bottom:16px}"
	"footer{padding:10px 0 0}a{color:inherit;text-decoration:none}}"
	"@media (prefers-contrast:more){:root{--line:#858f9c;--mid:#5f6977;--t3:var(--t2)}}"
	"@media (forced-colors:active){svg,.heat td{forced-color-adjust:none}}";
