// One yes to one message (订阅消息). WeChat shows its question only when a button was pressed.
import { ask } from "./server.js";

async function isAgreed(wx, template) {
  const said = await ask(wx, "requestSubscribeMessage", { tmplIds: [template] });
  return said[template] === "accept";
}

// The household's, about the declaration for which the page had it offered.
export async function agreeToCase(wx, server, { id, template }) {
  if (!(await isAgreed(wx, template))) return "没有同意，不会发消息。进度随时可以在“查办到哪一步”里看。";
  const { code } = await ask(wx, "login");
  await server.ask("POST", `wechat/offers/${encodeURIComponent(id)}`, { code });
  return "好了。办到下一步时，微信通知您一次。";
}

// The officer's, about a visit that falls due.
export async function agreeToVisits(wx, server, template) {
  if (!(await isAgreed(wx, template))) return "没有同意，不会发提醒。";
  const { agreed } = await server.ask("POST", "wechat/messages");
  return `好了。快到期限时提醒您，还可提醒 ${agreed} 次。`;
}
