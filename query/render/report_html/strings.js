// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
globalThis.nonmun = globalThis.nonmun || {};

// What the page says, in both languages.
nonmun.words = {
    en: {
        parts: {},
        report: "report", search: "Search titles, authors, ids", language: "한국어", dark: "Dark", light: "Light",
        graph: "Graph", papers: "Papers", clusters: "Clusters", duplicates: "Near-duplicates", months: "Months",
        all: "All", none: "None", no_cluster: "no cluster", outside: "outside of the scope",
        summary: (papers, top, scope) => `${papers} papers · ${top} nearest each${scope ? ` · scope: ${scope}` : ""}`,
        least: (score) => ` · score ≥ ${score}`,
        layout: (percent) => `Laying out… ${percent} %`,
        hint: "Pick a paper in the picture or by the search above: this place then shows it, with its nearest papers and why they are near. " +
            "In the picture: drag and wheel, or the arrow keys, + − 0, and Enter for the paper in the middle.",
        canvas: "Neighbour graph. Arrow keys move, plus and minus zoom, 0 shows all, Enter picks the paper in the middle, Escape lets go.",
        votes: "votes", vote: (n) => n === 1 ? "1 vote" : `${n} votes`, unknown_votes: "votes unknown", unknown_day: "day unknown",
        open: "Open the paper", neighbours: "Nearest papers", no_neighbours: "No similar paper.", near_to: "Also near to it",
        shared_terms: "Shared terms", shared_authors: "Shared authors", show: "Show in the graph", close: "Close",
        day: "Day", title: "Title", authors: "Authors", cluster: "Cluster", nearest: "Nearest paper", score: "Score",
        cosine: "Cosine", terms: "Terms", month: "Month", new_terms: "New", growing: "Growing",
        before: (n) => `${n} a month before`, nothing: "None.", more: (n) => `Show more (${n})`,
        results: (n) => `All ${n} in the table`, found: (n) => `${n} papers`, not_found: "No paper.", filter: "Showing", clear: "Show all",
        zoom_in: "Zoom in", zoom_out: "Zoom out", fit: "Show all", per_month: "Papers by month",
    },
    ko: {
        parts: {"content": "내용", "topics": "주제", "authors": "저자", "other papers": "저자의 다른 논문", "neighbours": "이웃", "votes": "추천"},
        report: "보고서", search: "제목, 저자, ID 검색", language: "English", dark: "어둡게", light: "밝게",
        graph: "그래프", papers: "논문", clusters: "묶음", duplicates: "거의 같은 논문", months: "월별",
        all: "모두", none: "없음", no_cluster: "묶음 없음", outside: "범위 밖",
        summary: (papers, top, scope) => `논문 ${papers}편 · 가까운 논문 ${top}편씩${scope ? ` · 범위: ${scope}` : ""}`,
        least: (score) => ` · 점수 ≥ ${score}`,
        layout: (percent) => `배치 중… ${percent} %`,
        hint: "그림이나 위의 검색에서 논문을 고르면 가까운 논문과 그 까닭이 여기에 나옵니다. " +
            "그림에서는 끌기와 휠, 또는 화살표 키, + − 0, 가운데 논문은 Enter.",
        canvas: "이웃 그래프. 화살표 키로 이동, +와 −로 확대와 축소, 0은 전체, Enter는 가운데 논문 선택, Escape는 선택 해제.",
        votes: "추천", vote: (n) => `추천 ${n}`, unknown_votes: "추천 수 모름", unknown_day: "날짜 모름",
        open: "논문 열기", neighbours: "가까운 논문", no_neighbours: "비슷한 논문이 없습니다.", near_to: "이 논문을 가깝게 여기는 논문",
        shared_terms: "공통 용어", shared_authors: "공통 저자", show: "그래프에서 보기", close: "닫기",
        day: "날짜", title: "제목", authors: "저자", cluster: "묶음", nearest: "가장 가까운 논문", score: "점수",
        cosine: "코사인", terms: "용어", month: "월", new_terms: "새로 나온 말", growing: "느는 말",
        before: (n) => `이전 월평균 ${n}`, nothing: "없습니다.", more: (n) => `더 보기 (${n})`,
        results: (n) => `표에서 ${n}편 모두 보기`, found: (n) => `${n}편`, not_found: "찾은 논문이 없습니다.", filter: "보는 중", clear: "모두 보기",
        zoom_in: "확대", zoom_out: "축소", fit: "전체 보기", per_month: "월별 논문 수",
    },
};
