// Where the county's server stands, and the messages that officers may be asked for.
export const base = "https://shouwang.example.gov.cn";
export const templates = [];
