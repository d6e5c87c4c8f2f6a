"""What the site itself says, in both languages."""

from __future__ import annotations

WORDS = {
    "ko": {
        "figure": "그림",
        "table": "표",
        "held": "이 문장은 코드가 확인했습니다",
        "exact": "우연이 없는 계산",
        "seeds": "시드 {seeds}개 중 {held}개",
        "of": "시드 {n}개의 평균, {low}부터 {high}까지",
        "notebook": "실험 노트북",
        "download": "노트북 내려받기 (.ipynb)",
        "ran": "{seconds}초 걸렸습니다 · Python {python} · {versions} · {date}에 실행",
        "seeds-used": "시드 {seeds}",
        "verdict-holds": "맞습니다",
        "verdict-limits": "조건부로 맞습니다",
        "verdict-wrong": "맞지 않습니다",
        "verdict-open": "여기서는 보일 수 없습니다",
        "notebooks": "실험 노트북",
        "ran_on": "사이트와 별개로 이 체크포인트에서 실행했습니다",
        "explore": "살펴보기",
        "unfetched": "그림을 움직일 파일을 받지 못했습니다. 디스크에서 바로 연 글이라면 웹 서버가 필요합니다.",
        "moves": "값을 바꾸면 그림이 따라 바뀝니다.",
        "legend": "범례의 항목을 누르면 그것만 남습니다.",
        "data": "데이터 보기",
        "file": "모든 행 내려받기 (CSV)",
        "rows": "모두 {all}행 가운데 {shown}행",
        "panel": "그래프",
        "item": "항목",
        "none": "모두",
    },
    "en": {
        "figure": "Figure",
        "table": "Table",
        "held": "Code confirmed this sentence",
        "exact": "exact, no chance involved",
        "seeds": "{held} of {seeds} seeds",
        "of": "mean of {n} seeds, from {low} to {high}",
        "notebook": "experiment notebook",
        "download": "Download the notebook (.ipynb)",
        "ran": "Took {seconds} s · Python {python} · {versions} · ran on {date}",
        "seeds-used": "seeds {seeds}",
        "verdict-holds": "Holds",
        "verdict-limits": "Holds with limits",
        "verdict-wrong": "Does not hold",
        "verdict-open": "Cannot be shown here",
        "notebooks": "Experiment notebooks",
        "ran_on": "Apart from the site, run on the checkpoint",
        "explore": "Explore",
        "unfetched": "The files behind this could not be fetched. A page opened from disk needs a web server.",
        "moves": "Change a value and the figure follows.",
        "legend": "Press an entry of the legend to see it alone.",
        "data": "Show the data",
        "file": "Download all rows (CSV)",
        "rows": "{shown} of {all} rows",
        "panel": "panel",
        "item": "item",
        "none": "all",
    },
}


def word(lang: str, key: str, **parts: object) -> str:
    """Return what the site says for ``key`` in ``lang``, with ``parts`` filled in."""
    return WORDS[lang][key].format(**parts)
