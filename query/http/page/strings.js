// SPDX-License-Identifier: GPL-2.0-or-later
// Every string of the page: [Korean, English, English singular]. say() fills in {name}.

import {saveValue, loadValue} from "/storage.js";

const table = {
    skip: ["본문으로 건너뛰기", "Skip to content"],
    search: ["논문 검색", "Search papers"],
    placeholder: ["확산 모델, diffusion, author:…", "diffusion, 확산 모델, author:…"],
    views: ["메뉴", "Menu"],
    trends: ["트렌드", "Trends"],
    list: ["읽기 목록", "Reading list"],
    otherLanguage: ["English", "한국어"],
    dark: ["다크 모드", "Dark theme"],
    keys: ["/ 검색 · ↑ ↓ 이동 · Enter 열기", "/ search · ↑ ↓ move · Enter open"],
    api: ["API 문서", "API description"],
    found: ["논문 {count}편", "{count} papers", "{count} paper"],
    newest: ["최신 논문", "Newest papers"],
    about: ["{first} ~ {last}, 논문 {papers}편, 저자 {authors}명", "{papers} papers by {authors} authors, {first} to {last}"],
    aboutWithoutDays: ["논문 {papers}편, 저자 {authors}명", "{papers} papers by {authors} authors"],
    examples: ["검색 예시", "Try"],
    none: ["검색 결과가 없습니다", "Nothing found"],
    noneHint: ["검색어를 줄이거나 필터를 해제해 보세요.", "Use fewer words, or remove filters."],
    partial: ["시간 제한으로 일부만 검색했습니다", "Time limit reached: the results are incomplete"],
    suggestion: ["이것을 찾으셨나요?", "Did you mean:"],
    translations: ["함께 검색한 단어: {words}", "Also searched: {words}"],
    filters: ["필터", "Filters"],
    chosen: ["적용한 필터", "Active filters"],
    without: ["{filter}, 필터 해제", "{filter}, remove this filter"],
    clear: ["모두 해제", "Clear all"],
    month: ["월", "Month"],
    votes: ["투표", "Votes"],
    author: ["저자", "Author"],
    more: ["외 {count}명", "{count} more"],
    unknown: ["정보 없음", "unknown"],
    sort: ["정렬", "Sort"],
    relevance: ["관련도순", "Relevance"],
    date: ["최신순", "Newest"],
    mostVotes: ["투표 많은 순", "Most votes"],
    pages: ["페이지", "Pages"],
    previous: ["이전", "Previous"],
    next: ["다음", "Next"],
    voteCount: ["투표 {count}", "{count} votes", "{count} vote"],
    votesUnknown: ["투표 정보 없음", "votes unknown"],
    dayUnknown: ["날짜 정보 없음", "date unknown"],
    moreAuthors: ["외 {count}명", "and {count} more"],
    wholeSummary: ["요약 전체 보기 ({count})", "Whole summary ({count})"],
    noSummary: ["요약이 없습니다", "No summary"],
    save: ["읽기 목록에 추가", "Save"],
    saved: ["추가됨", "Saved"],
    read: ["논문 원문", "Read the paper"],
    watch: ["영상 보기", "Watch the video"],
    summary: ["요약", "Summary"],
    appearances: ["소개된 날짜", "Listed on"],
    related: ["관련 논문", "Related papers"],
    relatedWork: ["다른 저자의 관련 논문", "Related papers by others"],
    noRelated: ["관련 논문이 없습니다", "No related papers"],
    why: ["추천 이유", "Why this paper"],
    sharedTerms: ["공통 키워드", "Shared terms"],
    sharedAuthors: ["공통 저자", "Shared authors"],
    score: ["점수 {score}: {parts}", "Score {score}: {parts}"],
    papersByMonth: ["월별 논문 수", "Papers by month"],
    papersOf: ["논문 {count}편", "{count} papers", "{count} paper"],
    coauthors: ["공저자", "Co-authors"],
    noCoauthors: ["공저자가 없습니다", "None"],
    spellings: ["다른 표기: {names}", "Also written: {names}"],
    possible: ["동일인이거나 비슷한 이름의 저자", "Same person or similar name"],
    whichAuthor: ["어느 저자를 찾으시나요?", "Which “{name}” do you mean?"],
    papersUndated: ["날짜를 알 수 없는 논문 {count}편은 그래프에서 제외했습니다", "{count} papers without a date are not in the plot", "1 paper without a date is not in the plot"],
    trendsTitle: ["월별 트렌드", "Topics by month"],
    trendsAbout: ["논문 {count}편에서 한 달 사이에 가장 많이 늘어난 키워드", "The terms that grew most within a month, in {count} papers"],
    topics: ["키워드", "Topics"],
    follow: ["키워드 추가", "Follow a term"],
    followButton: ["추가", "Plot"],
    unfollow: ["{term} 삭제", "Stop following {term}"],
    fewPapers: ["크게 늘어난 키워드가 적어 예시 키워드를 함께 보여 줍니다.", "Few terms grew; these are examples."],
    newTerms: ["새 키워드", "New"],
    growingTerms: ["증가한 키워드", "Growing"],
    peak: ["{month}에 {count}편으로 가장 많음", "most in {month}: {count}"],
    monthAndCount: ["{month}: {count}", "{month}: {count}"],
    listEmpty: ["저장한 논문이 없습니다. 논문의 ‘읽기 목록에 추가’를 누르면 이 브라우저에만 저장됩니다.", "Nothing saved yet. Saved papers stay in this browser."],
    listAbout: ["이 브라우저에만 저장됩니다.", "Stored only in this browser."],
    remove: ["삭제", "Remove"],
    removeTitle: ["{title}: 읽기 목록에서 삭제", "{title}: remove from the list"],
    exportJson: ["JSON 다운로드", "Download JSON"],
    exportMarkdown: ["Markdown 다운로드", "Download Markdown"],
    failed: ["결과를 불러오지 못했습니다", "The request failed"],
    busy: ["서버가 바쁩니다. 잠시 후 다시 시도해 주세요.", "The server is busy. Try again later."],
    broken: ["페이지에 오류가 발생했습니다.", "An error occurred on this page."],
    unreachable: ["서버에 연결할 수 없습니다.", "Cannot reach the server."],
    again: ["다시 시도", "Try again"],
    token: ["이 서버에 접속하려면 토큰이 필요합니다", "This server requires a token"],
    tokenLabel: ["토큰", "Token"],
    tokenSigns: ["토큰에는 공백 없이 영문자, 숫자, 기호만 쓸 수 있습니다. 한글 입력 상태인지 확인하세요.", "A token contains only ASCII letters, digits and symbols, without spaces."],
    enter: ["확인", "Continue"],
    "part.relevance": ["관련도", "relevance"],
    "part.votes": ["투표", "votes"],
    "part.authors": ["저자", "authors"],
    "part.recency": ["최신성", "recency"],
    "part.content": ["내용", "content"],
    "part.topics": ["주제", "topics"],
    "part.other papers": ["저자의 다른 논문", "other papers"],
    "part.neighbours": ["이웃 논문", "neighbours"],
};

const languages = ["ko", "en"];
const wanted = loadValue("language") ?? (navigator.language.startsWith("ko") ? "ko" : "en");
let current = languages.includes(wanted) ? wanted : "en";

export const language = () => current;

export function switchLanguage() {
    current = current === "ko" ? "en" : "ko";
    saveValue("language", current);
}

const numbers = (value) => typeof value === "number" ? value.toLocaleString(current) : String(value);

export function say(key, values = {}) {
    const row = table[key];
    const one = current === "en" && values.count === 1 && row.length > 2;
    const text = row[one ? 2 : languages.indexOf(current)];
    return text.replace(/\{(\w+)\}/g, (_, name) => numbers(values[name]));
}

// The translated name of a part of the score, or the name itself when the table does not have it.
export const partName = (part) => `part.${part}` in table ? say(`part.${part}`) : part;
