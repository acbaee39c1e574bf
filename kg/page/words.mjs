// What the interface says, in Chinese and in English. Names of classes and properties are the ontology's.

export const WORDS = {
  zh: {
    title: "知识图谱",
    summary: (articles, things, actions) => `${articles} 篇文章 · ${things} 个事物 · ${actions} 个行动`,
    search: "搜索人、单位、地点、作品……",
    nothing: "没有找到",
    things: "事物",
    actions: "行动",
    everything: "全部显示",
    shown: (shown, all) => `显示 ${shown} / ${all} 个节点`,
    more: "先显示联系最多的；其余可搜索，或双击节点展开",
    empty: "这个图里还没有事物。",
    fit: "全图",
    edgeLabels: "边名",
    theme: "明暗",
    language: "English",
    close: "关闭",
    also: "又作",
    posts: "任职",
    members: "任职者",
    ties: "关联",
    expand: (count) => `展开其余 ${count} 个相邻节点`,
    date: "时间",
    amount: "金额",
    goods: "物品",
    confidence: "可信度",
    about: "约",
    unstated: "由名称或其他信息得出，没有引用的句子。",
    noPost: "成员",
    separator: "、",
  },
  en: {
    title: "Knowledge graph",
    summary: (articles, things, actions) => `${articles} articles · ${things} things · ${actions} actions`,
    search: "Search by any name…",
    nothing: "Nothing found",
    things: "Things",
    actions: "Actions",
    everything: "Show all",
    shown: (shown, all) => `${shown} of ${all} nodes shown`,
    more: "the best connected; search for the rest, or double-click a node to expand it",
    empty: "There is nothing in this graph yet.",
    fit: "Fit",
    edgeLabels: "Edge labels",
    theme: "Light / dark",
    language: "中文",
    close: "Close",
    also: "Also",
    posts: "Posts",
    members: "People",
    ties: "Related",
    expand: (count) => `Expand ${count} more neighbours`,
    date: "Date",
    amount: "Amount",
    goods: "Goods",
    confidence: "confidence",
    about: "about ",
    unstated: "From the name or other facts; no sentence is quoted for it.",
    noPost: "Member",
    separator: ", ",
  },
};

/** A date as far as it is known (2020-02-05, 2020-02, 2020, --02-05) as one says it. */
export function sayDate(date, lang) {
  const [, year, month, day] = /^(-|\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(date) ?? [];
  if (!year) return date;
  if (lang === "en") return date.replace(/^--/, "");
  const parts = [year === "-" ? "" : `${year}年`, month && `${Number(month)}月`, day && `${Number(day)}日`];
  return parts.filter(Boolean).join("");
}

/** Money or a quantity with thousands set apart: 694046 is 694,046; the digits stay as they are. */
export function sayNumber(value) {
  const [whole, rest] = String(value).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? `.${rest}` : "");
}

/** 消毒液 40 桶 */
export function sayItem(item, lang) {
  if (item.value === undefined) return item.name;
  const about = item.approximate ? WORDS[lang].about : "";
  return `${item.name} ${about}${sayNumber(item.value)} ${item.unit ?? ""}`.trimEnd();
}
