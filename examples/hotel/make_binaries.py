#!/usr/bin/env python3
"""Builds the PDF and DOCX documents of the hotel example.

    python3 -m venv venv && venv/bin/pip install reportlab python-docx
    venv/bin/python make_binaries.py

sources/<folder>/<name>.pdf.md   becomes documents/<folder>/<name>.pdf
sources/<folder>/<name>.docx.md  becomes documents/<folder>/<name>.docx

The sources are a small subset of Markdown: "# " title, "## " heading, "- " and
"1. " lists, "| a | b |" tables (first row is the header), **bold**, and
"---page---" for a new page. The same sources give the same bytes every time
with the same library versions (made with reportlab 5.1.0, python-docx 1.2.0).
"""
import datetime
import io
import pathlib
import re
import zipfile

from docx import Document
from docx.shared import Pt
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

HERE = pathlib.Path(__file__).resolve().parent
HOTEL = "The Lantern Quay Hotel, Port Merrow"
FIXED = (2026, 1, 1, 0, 0, 0)


def blocks(text):
    """Yields (kind, value): title, heading, bullet, number, table, page, para."""
    rows, para = [], []

    def flush():
        if rows:
            yield "table", list(rows)
            rows.clear()
        if para:
            yield "para", " ".join(para)
            para.clear()

    for line in text.splitlines() + [""]:
        line = line.strip()
        if line.startswith("|"):
            if para:
                yield from flush()
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        numbered = re.match(r"\d+\. (.*)", line)
        if not line or line[:2] in ("# ", "- ") or line[:3] == "## " or numbered \
                or line == "---page---" or line.startswith("**") or rows:
            yield from flush()
        if line == "---page---":
            yield "page", None
        elif line.startswith("## "):
            yield "heading", line[3:]
        elif line.startswith("# "):
            yield "title", line[2:]
        elif line.startswith("- "):
            yield "bullet", line[2:]
        elif numbered:
            yield "number", numbered.group(1)
        elif line:
            para.append(line)
    yield from flush()


def make_pdf(source, target):
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=14, spaceAfter=5)
    cell = ParagraphStyle("cell", parent=body, fontSize=9, leading=11, spaceAfter=0)
    head = ParagraphStyle("head", parent=cell, fontName="Helvetica-Bold")
    title = ParagraphStyle("title", parent=body, fontName="Helvetica-Bold", fontSize=20, leading=25, spaceAfter=10)
    heading = ParagraphStyle("heading", parent=body, fontName="Helvetica-Bold", fontSize=13, leading=17,
                             spaceBefore=8, spaceAfter=4, keepWithNext=1)
    item = ParagraphStyle("item", parent=body, leftIndent=14, spaceAfter=2)

    def rich(text):
        text = text.replace("&", "&amp;").replace("<", "&lt;")
        return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)

    width = A4[0] - 40 * mm
    flow, number, name = [], 0, target.stem
    for kind, value in blocks(source.read_text(encoding="utf-8")):
        number = number + 1 if kind == "number" else 0
        if kind == "title":
            name = value
            flow.append(Paragraph(rich(value), title))
        elif kind == "heading":
            flow.append(Paragraph(rich(value), heading))
        elif kind == "bullet":
            flow.append(Paragraph(rich(value), item, bulletText="\u2022"))
        elif kind == "number":
            flow.append(Paragraph(rich(value), item, bulletText=f"{number}."))
        elif kind == "page":
            flow.append(PageBreak())
        elif kind == "table":
            columns = len(value[0])

            def need(texts):
                return max(stringWidth(t, "Helvetica-Bold", 9) for t in texts) + 13

            least = [need([w for row in value for w in row[c].split() or [""]]) for c in range(columns)]
            wish = [max(least[c], min(190, need([row[c] for row in value]))) for c in range(columns)]
            spare = (width - sum(least)) / max(1, sum(wish) - sum(least))
            widths = [low + (high - low) * spare for low, high in zip(least, wish)]
            if sum(wish) <= width:
                widths = [high * width / sum(wish) for high in wish]
            data = [[Paragraph(rich(c), head if i == 0 else cell) for c in row] for i, row in enumerate(value)]
            table = Table(data, colWidths=widths, repeatRows=1)
            table.setStyle(TableStyle([
                ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
                ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e6edf0")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]))
            flow += [table, Spacer(1, 8)]
        else:
            flow.append(Paragraph(rich(value), body))

    def footer(canvas, doc):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(20 * mm, 12 * mm, f"{HOTEL} \u2013 {name}")
        canvas.drawRightString(A4[0] - 20 * mm, 12 * mm, f"Page {doc.page}")

    SimpleDocTemplate(str(target), pagesize=A4, leftMargin=20 * mm, rightMargin=20 * mm, topMargin=18 * mm,
                      bottomMargin=20 * mm, title=name, author=HOTEL, invariant=1
                      ).build(flow, onFirstPage=footer, onLaterPages=footer)


def make_docx(source, target):
    document = Document()
    document.styles["Normal"].font.size = Pt(10.5)
    properties = document.core_properties
    properties.author, properties.comments = HOTEL, ""
    properties.created = properties.modified = datetime.datetime(*FIXED)
    properties.last_modified_by = HOTEL

    def write(paragraph, text, bold=False):
        for i, part in enumerate(re.split(r"\*\*", text)):
            if part:
                paragraph.add_run(part).bold = True if bold or i % 2 else None

    for kind, value in blocks(source.read_text(encoding="utf-8")):
        if kind == "title":
            properties.title = value
            document.add_heading(value, level=1)
        elif kind == "heading":
            document.add_heading(value, level=2)
        elif kind == "bullet":
            write(document.add_paragraph(style="List Bullet"), value)
        elif kind == "number":
            write(document.add_paragraph(style="List Number"), value)
        elif kind == "page":
            document.add_page_break()
        elif kind == "table":
            table = document.add_table(rows=0, cols=len(value[0]), style="Table Grid")
            for i, row in enumerate(value):
                for box, text in zip(table.add_row().cells, row):
                    write(box.paragraphs[0], text, bold=i == 0)
            document.add_paragraph()
        else:
            write(document.add_paragraph(), value)

    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, FIXED), old.read(entry), zipfile.ZIP_DEFLATED)


for source in sorted(HERE.glob("sources/**/*.md")):
    target = HERE / "documents" / source.relative_to(HERE / "sources").with_suffix("")
    target.parent.mkdir(parents=True, exist_ok=True)
    (make_pdf if target.suffix == ".pdf" else make_docx)(source, target)
    print(target.relative_to(HERE))
