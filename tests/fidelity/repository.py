"""A repository with one of everything that the check measures, written for these tests."""

from pathlib import Path

from tests.isomer.repository import build

EVERYTHING = """\
---
title: Everything afloat
permalink: /afloat/
variant: tiptap
---
<h2>Boats of the harbour</h2>
<p>Tugs leave early, ferries leave late. See <a href="/services/fees/">what it costs</a>,
<a href="https://tides.example.org/table?month=5">the tides</a> and
<a href="/files/form.txt">the form</a>.</p>
<p>Every boat carries a bell, a lamp and a rope.</p>
<h3>Rules of the quay</h3>
<ol start="4"><li><p>Moor before noon</p></li><li><p>Leave no nets</p></li></ol>
<div class="isomer-image-wrapper"><img src="/images/quay.png" alt="The long quay"></div>
<div class="iframe-wrapper"><iframe src="https://www.youtube.com/embed/aaaaaaaaaaa"></iframe></div>
<table><tbody>
<tr><th colspan="2">Berths and prices</th></tr>
<tr><td>Small berth</td><td>Ten coins</td></tr>
<tr><td>Large berth</td><td>Forty coins</td></tr>
</tbody></table>
<div class="isomer-card-grid">
<a class="isomer-card" href="/plan/"><div class="isomer-card-body">
<div class="isomer-card-title">The plan ahead</div>
<div class="isomer-card-description">Deeper water for all</div>
<div class="isomer-card-link">Read on</div></div></a>
<a class="isomer-card" href="https://tides.example.org/"><div class="isomer-card-body">
<div class="isomer-card-title">Tides today</div></div></a>
</div>
<div class="isomer-accordion"><details class="isomer-details">
<summary>May I fish here</summary>
<div class="isomer-details-content"><p>Only from the pier.</p></div>
</details></div>
"""
NOTES = """\
---
title: Notes in Markdown
permalink: /services/notes
---
## Signals

The *red* lamp means stop[^lamp], the green one means go: [rules](/afloat/ "Rules"){:target="_blank"}.

{:start="7"}
7. Seven blasts
8. Eight blasts

2\\. A typed number

| Flag | Meaning |
|------|---------|
| Blue | Wait |

[^lamp]: Since the first harbour master.
"""
HIDDEN = """\
---
title: Not yet agreed
permalink: /not-yet/
published: false
---
Nobody may read this.
"""
ANNOUNCED = """\
---
title: What is to come
permalink: /announced/
---
It will be [agreed](/not-yet/) soon, as [the plan](/plan/) says.
"""
SECOND_RELEASE = """\
---
title: More berths
permalink: /newsroom/media-releases/more-berths/
date: 2023-08-01
---
There are more berths.
"""
#: Footnotes stand in a body that the importer does not read yet in every version.
FILES = {
    "pages/afloat.md": EVERYTHING,
    "_services/notes.md": NOTES.replace("[^lamp]", "", 1).rpartition("\n[^lamp]")[0],
    "pages/hidden.md": HIDDEN,
    "pages/announced.md": ANNOUNCED,
    "newsroom/media-releases/_posts/2023-08-01-post-more.md": SECOND_RELEASE,
    "newsroom/media-releases/index.html": (
        "---\nlayout: resources-alt\ntitle: Media Releases\n---\n"
    ),
    "_redirects": "/old-harbour /afloat/ 301\n",
}


def build_everything(folder: Path) -> Path:
    """Write the repository."""
    return build(folder, dict(FILES))
