// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
globalThis.nonmun = globalThis.nonmun || {};

// Every string of the report, in both languages.
nonmun.strings = {
    en: {
        parts: {},
        report: "report", search: "Search titles, authors, ids", language: "한국어", dark: "Dark", light: "Light",
        graph: "Graph", papers: "Papers", clusters: "Clusters", duplicates: "Near-duplicates", months: "Months",
        all: "All", none: "None", no_cluster: "no cluster", outside: "not in the scope",
        summary: (papers, top, scope) => `${papers} papers · ${top} neighbours each${scope ? ` · scope: ${scope}` : ""}`,
        least: (score) => ` · score ≥ ${score}`,
        layout: (percent) => `Computing the layout… ${percent} %`,
        hint: "Select a paper in the graph or with the search above. This panel then shows its nearest papers and why they are similar. " +
            "To move the graph, drag and scroll, or use the arrow keys, + − 0; Enter selects the paper in the middle.",
        canvas: "Neighbour graph. Arrow keys move, plus and minus zoom, 0 shows all, Enter selects the paper in the middle, Escape clears the selection.",
        votes: "votes", vote: (n) => n === 1 ? "1 vote" : `${n} votes`, unknown_votes: "votes unknown", unknown_day: "date unknown",
        open: "Read the paper", neighbours: "Nearest papers", no_neighbours: "No similar paper.", listed_by: "Papers that list this one as a neighbour",
        shared_terms: "Shared terms", shared_authors: "Shared authors", show: "Show in the graph", close: "Close",
        day: "Date", title: "Title", authors: "Authors", cluster: "Cluster", nearest: "Nearest paper", score: "Score",
        cosine: "Cosine", terms: "Terms", month: "Month", new_terms: "New", growing: "Growing",
        before: (n) => `${n} per month before`, nothing: "None.", more: (n) => `Show more (${n})`,
        results: (n) => `All ${n} in the table`, found: (n) => `${n} papers`, not_found: "No paper found.", filter: "Filter", clear: "Show all",
        zoom_in: "Zoom in", zoom_out: "Zoom out", fit: "Show all", per_month: "Papers by month",
    },
    ko: {
        parts: {"content": "내용", "topics": "주제", "authors": "저자", "other papers": "저자의 다른 논문", "neighbours": "이웃 논문", "votes": "투표"},
        report: "보고서", search: "제목, 저자, ID 검색", language: "English", dark: "어둡게", light: "밝게",
        graph: "그래프", papers: "논문", clusters: "클러스터", duplicates: "유사 중복 논문", months: "월별",
        all: "모두", none: "없음", no_cluster: "클러스터 없음", outside: "범위 밖",
        summary: (papers, top, scope) => `논문 ${papers}편 · 논문마다 유사 논문 ${top}편${scope ? ` · 범위: ${scope}` : ""}`,
        least: (score) => ` · 점수 ≥ ${score}`,
        layout: (percent) => `그래프 배치 중… ${percent} %`,
        hint: "그래프나 위의 검색에서 논문을 선택하면 유사 논문과 추천 이유가 여기에 나옵니다. " +
            "그래프는 드래그와 휠, 또는 화살표 키와 + − 0으로 움직이고, Enter로 가운데 논문을 선택합니다.",
        canvas: "이웃 그래프. 화살표 키로 이동, +와 −로 확대와 축소, 0은 전체 보기, Enter는 가운데 논문 선택, Escape는 선택 해제.",
        votes: "투표", vote: (n) => `투표 ${n}`, unknown_votes: "투표 정보 없음", unknown_day: "날짜 정보 없음",
        open: "논문 원문", neighbours: "유사 논문", no_neighbours: "유사 논문이 없습니다.", listed_by: "이 논문을 유사 논문으로 꼽은 논문",
        shared_terms: "공통 키워드", shared_authors: "공통 저자", show: "그래프에서 보기", close: "닫기",
        day: "날짜", title: "제목", authors: "저자", cluster: "클러스터", nearest: "가장 유사한 논문", score: "점수",
        cosine: "코사인 유사도", terms: "키워드", month: "월", new_terms: "새 키워드", growing: "증가한 키워드",
        before: (n) => `이전 월평균 ${n}`, nothing: "없습니다.", more: (n) => `더 보기 (${n})`,
        results: (n) => `표에서 ${n}편 모두 보기`, found: (n) => `${n}편`, not_found: "검색 결과가 없습니다.", filter: "필터", clear: "모두 보기",
        zoom_in: "확대", zoom_out: "축소", fit: "전체 보기", per_month: "월별 논문 수",
    },
};
