// SPDX-License-Identifier: GPL-2.0-or-later
// All that the page says, in both languages: [Korean, English, English for one]. {name} is filled in.

import {remember, remembered} from "/storage.js";

const table = {
    skip: ["본문으로 건너뛰기", "Skip to content"],
    search: ["논문 검색", "Search papers"],
    placeholder: ["확산 모델, diffusion, author:…", "diffusion, 확산 모델, author:…"],
    views: ["보기", "Views"],
    trends: ["흐름", "Trends"],
    list: ["읽을 목록", "Reading list"],
    otherLanguage: ["English", "한국어"],
    dark: ["어두운 화면", "Dark theme"],
    keys: ["/ 검색 · ↑ ↓ 이동 · Enter 열기", "/ search · ↑ ↓ move · Enter open"],
    api: ["API 설명", "API description"],
    found: ["논문 {count}편", "{count} papers", "{count} paper"],
    newest: ["최근 논문", "Newest papers"],
    about: ["{first}부터 {last}까지, 논문 {papers}편과 저자 {authors}명", "{papers} papers by {authors} authors, {first} to {last}"],
    aboutWithoutDays: ["논문 {papers}편과 저자 {authors}명", "{papers} papers by {authors} authors"],
    examples: ["이렇게 찾아보세요", "Try"],
    none: ["찾은 논문이 없습니다", "Nothing found"],
    noneHint: ["낱말을 줄이거나 거르기를 풀어 보세요.", "Use fewer words, or take filters away."],
    partial: ["시간이 다 되어 일부만 찾았습니다", "The time was up: this is only a part"],
    suggestion: ["혹시 이것을 찾으셨나요:", "Did you mean:"],
    translations: ["함께 찾은 낱말: {words}", "Also searched: {words}"],
    filters: ["거르기", "Filters"],
    chosen: ["고른 조건", "Chosen filters"],
    without: ["{filter}, 조건 풀기", "{filter}, remove this filter"],
    clear: ["모두 풀기", "Clear all"],
    month: ["달", "Month"],
    votes: ["추천", "Votes"],
    author: ["저자", "Author"],
    more: ["그 밖에 {count}", "{count} more"],
    unknown: ["모름", "unknown"],
    sort: ["정렬", "Sort"],
    relevance: ["관련도", "Relevance"],
    date: ["최신", "Newest"],
    mostVotes: ["추천 많은 순", "Most votes"],
    pages: ["쪽", "Pages"],
    previous: ["이전", "Previous"],
    next: ["다음", "Next"],
    voteCount: ["추천 {count}", "{count} votes", "{count} vote"],
    votesUnknown: ["추천 수 모름", "votes unknown"],
    dayUnknown: ["날짜 모름", "day unknown"],
    moreAuthors: ["외 {count}명", "and {count} more"],
    wholeSummary: ["요약 모두 보기 ({count})", "Whole summary ({count})"],
    noSummary: ["요약이 없습니다", "No summary"],
    save: ["목록에 담기", "Save"],
    saved: ["담았음", "Saved"],
    read: ["논문 원문", "Read the paper"],
    watch: ["영상 보기", "Watch the video"],
    summary: ["요약", "Summary"],
    appearances: ["실린 날", "Listed on"],
    related: ["관련 논문", "Related papers"],
    relatedWork: ["다른 이들의 관련 연구", "Related work by others"],
    noRelated: ["관련 논문을 찾지 못했습니다", "No related papers"],
    sharedTerms: ["같은 낱말", "Shared terms"],
    sharedAuthors: ["같은 저자", "Shared authors"],
    score: ["점수 {score}: {parts}", "Score {score}: {parts}"],
    papersByMonth: ["달마다 낸 논문", "Papers by month"],
    papersOf: ["논문 {count}편", "{count} papers", "{count} paper"],
    coauthors: ["함께 쓴 이", "Co-authors"],
    noCoauthors: ["혼자 썼습니다", "None"],
    spellings: ["다른 표기: {names}", "Also written: {names}"],
    possible: ["같은 사람이거나 찾던 사람일 수 있습니다", "May be the same person, or who you meant"],
    whichAuthor: ["누구를 찾으시나요?", "Who is meant by “{name}”?"],
    papersUndated: ["날짜를 모르는 논문 {count}편은 그림에 없습니다", "{count} papers of unknown day are not in the plot", "1 paper of unknown day is not in the plot"],
    trendsTitle: ["달마다 본 주제", "Topics by month"],
    trendsAbout: ["논문 {count}편에서, 한 달 사이에 많이 늘어난 주제", "The topics that rose most in a month, of {count} papers"],
    topics: ["주제", "Topics"],
    follow: ["낱말 따라가기", "Follow a term"],
    followButton: ["그리기", "Plot"],
    unfollow: ["{term} 그만 따라가기", "Stop following {term}"],
    fewPapers: ["많이 늘어난 주제가 적어, 보기로 몇 낱말을 함께 그렸습니다.", "Few topics rose; some terms are here as examples."],
    newTerms: ["새로 나온 것", "New"],
    growingTerms: ["늘어난 것", "Growing"],
    peak: ["{month}에 {count}편으로 가장 많음", "most in {month}: {count}"],
    monthAndCount: ["{month}: {count}", "{month}: {count}"],
    listEmpty: ["아직 담은 논문이 없습니다. 논문의 ‘목록에 담기’를 누르면 이 브라우저에만 남습니다.", "Nothing saved yet. What you save stays in this browser alone."],
    listAbout: ["이 브라우저에만 있습니다.", "Kept in this browser alone."],
    remove: ["빼기", "Remove"],
    removeTitle: ["{title}: 목록에서 빼기", "{title}: remove from the list"],
    exportJson: ["JSON으로 받기", "Download JSON"],
    exportMarkdown: ["Markdown으로 받기", "Download Markdown"],
    failed: ["답을 얻지 못했습니다", "There is no answer"],
    busy: ["서버가 바빠서 지금은 보여 드리지 못합니다.", "The server is too busy for this just now."],
    broken: ["이 화면에 문제가 생겼습니다.", "Something is wrong with this page."],
    unreachable: ["서버에 닿지 않습니다.", "The server cannot be reached."],
    again: ["다시", "Try again"],
    token: ["이 서버는 토큰을 묻습니다", "This server asks for a token"],
    tokenLabel: ["토큰", "Token"],
    tokenSigns: ["토큰은 영문자와 숫자와 기호로만 되어 있습니다. 한글 자판인지 보세요.", "A token is made of plain letters, digits and signs alone, without blanks."],
    enter: ["들어가기", "Enter"],
    "part.relevance": ["낱말", "words"],
    "part.votes": ["추천", "votes"],
    "part.authors": ["저자", "authors"],
    "part.recency": ["최신", "recency"],
    "part.content": ["내용", "content"],
    "part.topics": ["주제", "topics"],
    "part.other papers": ["다른 논문", "other papers"],
    "part.neighbours": ["이웃", "neighbours"],
};

const languages = ["ko", "en"];
const wanted = remembered("language") ?? (navigator.language.startsWith("ko") ? "ko" : "en");
let current = languages.includes(wanted) ? wanted : "en";

export const language = () => current;

export function switchLanguage() {
    current = current === "ko" ? "en" : "ko";
    remember("language", current);
}

const numbers = (value) => typeof value === "number" ? value.toLocaleString(current) : String(value);

export function say(key, values = {}) {
    const row = table[key];
    const one = current === "en" && values.count === 1 && row.length > 2;
    const text = row[one ? 2 : languages.indexOf(current)];
    return text.replace(/\{(\w+)\}/g, (_, name) => numbers(values[name]));
}

// The name of a part of a score; one that this page does not know keeps its own.
export const partName = (part) => `part.${part}` in table ? say(`part.${part}`) : part;
