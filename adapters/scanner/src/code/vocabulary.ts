/** The names and words by which acts are recognised. Names are those of `names.ts`. */

/** Make code from text and run it. */
export const runsText =
  /^(?:eval|Function|execScript|@vm\.(?:runIn(?:This|New)?Context|Script|compileFunction|SourceTextModule)|@module\._compile|(?:\*|module)\._compile|.*\.constructor\.constructor)$/;
/** Start other programs. */
export const startsProgram =
  /^(?:@child_process\.(?:exec|execSync|execFile|execFileSync|spawn|spawnSync|fork)|@(?:execa|cross-spawn|shelljs|node-pty|zx)(?:\..+)?|Bun\.spawn(?:Sync)?|Deno\.(?:run|Command))$/;
/** Send or fetch over the network. */
export const usesNetwork =
  /^(?:fetch|XMLHttpRequest|WebSocket|EventSource|navigator\.sendBeacon|importScripts|@(?:http|https)\.(?:request|get)|@http2\.connect|@(?:net|tls)\.(?:connect|createConnection|Socket)(?:\(\))?|@dns\.(?:lookup|resolve\w*|promises\..+)|@dgram\..+|@(?:axios|node-fetch|got|request|undici|superagent|needle|ws|phin|bent|ky|cross-fetch|isomorphic-fetch|nodemailer|request-promise)(?:\.\w+)?(?:\(\))?|Bun\.connect|Deno\.connect)$/;
/** Connect to a machine and keep the line open, as a remote shell does. */
export const opensSocket = /^@(?:net|tls)\.(?:connect|createConnection|Socket)(?:\(\))?$/;
export const readsFile =
  /^(?:@fs\.(?:readFile|readFileSync|createReadStream|readdir|readdirSync|copyFile|copyFileSync|cp|cpSync)|@fs-extra\..+|Bun\.file|Deno\.readTextFile(?:Sync)?)$/;
/** Tell who and where the machine is. */
export const describesMachine = /^@os\.(?:userInfo|hostname|networkInterfaces)$|^@dns\.getServers$/;
/** Put a whole object into a text. */
export const serialises = /^(?:JSON\.stringify|Object\.(?:entries|values)|@querystring\.(?:stringify|encode)|@util\.(?:inspect|format)|URLSearchParams)$/;
export const decodes = /^(?:atob|@zlib\.(?:inflate|inflateRaw|gunzip|brotliDecompress|unzip)(?:Sync)?)$/;
/** Hidden behind an encoded name, these are there to be hidden. */
export const powerfulModule = /^@(?:child_process|http|https|http2|net|tls|dns|dgram|fs|fs-extra|vm|os|worker_threads|inspector|axios|node-fetch|request)$/;

/** Where people and programs keep what lets others act as them. */
export const secretPlace = new RegExp(
  [
    String.raw`(?:^|[/\\~])\.(?:npmrc|yarnrc(?:\.yml)?|netrc|pypirc|git-credentials|pgpass)$`,
    String.raw`(?:^|[/\\~])\.ssh(?:[/\\](?:id_\w+|config|known_hosts|authorized_keys)?)?$`,
    String.raw`(?:^|[/\\~])\.(?:aws|azure|kube|docker|gnupg|config[/\\]gcloud|config[/\\]gh|config[/\\]gati|password-store)(?:[/\\]|$)`,
    String.raw`^/etc/shadow$`,
    String.raw`(?:Login Data|Local State|Web Data|Cookies|key[34]\.db|logins\.json|wallet\.dat)$`,
    String.raw`\.(?:ethereum|bitcoin|electrum|solana|monero)[/\\]`,
    String.raw`(?:Exodus|Atomic|Electrum|Ledger Live|Local Extension Settings|IndexedDB)(?:[/\\]|$)`,
    // The extensions MetaMask, Phantom, Coinbase Wallet and Binance Wallet.
    'nkbihfbeogaeaoehlefnkodbefgpgknn|bfnaelmomeimhlpmgjnjophhpkkoljpa|hnfanknocfeofbddgcijnmhnfnkdnaad|fhbohimaelbohpjbbldcngcnapndodjp',
  ].join('|'),
);

/** Places made to catch what is sent to them: for testing one's own programs, and for thieves. Chat hooks are not here, because honest bots use them. */
export const catchingHost =
  /\b(?:webhook\.site|requestbin\.\w+|requestcatcher\.com|pipedream\.net|burpcollaborator\.net|oastify\.com|oast\.(?:fun|pro|live|me|site|online)|interact\.sh|canarytokens\.com|dnslog\.\w+|ceye\.io|beeceptor\.com)\b/i;
/** An address by number that is not private: programs of good faith use names. */
export const bareAddress = /\bhttps?:\/\/(?!(?:127|10|0)\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|255\.)(?:\d{1,3}\.){3}\d{1,3}\b/;

/** Commands that fetch code and run it, or hide what they run. */
export const harmfulCommand = new RegExp(
  [
    String.raw`\b(?:curl|wget)\b[^\n|;&]*\|\s*(?:sudo\s+)?(?:\S*/)?(?:ba|z|da|k)?sh\b`,
    String.raw`\b(?:curl|wget)\b[^\n|;&]*\|\s*(?:node|python3?|perl|ruby|php)\b`,
    String.raw`\b(?:ba|z)?sh\s+(?:-c\s+)?["']?(?:<\(|\$\()\s*(?:curl|wget)\b`,
    String.raw`\b(?:curl|wget)\b[^\n]*(?:&&|;)\s*(?:chmod\s+(?:\+x|[0-7]*[157][0-7]*)|(?:ba)?sh\s|\./)`,
    String.raw`\bbase64\s+(?:-d|-D|--decode)\b[^\n|]*\|\s*(?:\S*/)?(?:(?:ba|z|da)?sh|node|python3?|perl)\b`,
    String.raw`\bpowershell(?:\.exe)?\b[^\n]*(?:\s-e(?:nc|ncodedcommand)?\s+[A-Za-z0-9+/=]{20,}|\biex\b|Invoke-Expression|DownloadString|DownloadFile)`,
    String.raw`\bcertutil\b[^\n]*-urlcache\b`,
    String.raw`\bmshta\s+https?:`,
    String.raw`\bregsvr32\b[^\n]*/i:https?:`,
    String.raw`\b(?:curl|wget|nc)\b[^\n]*(?:\.npmrc\b|\.ssh/|\.aws/|/etc/(?:passwd|shadow)\b)|(?:\.npmrc\b|\.ssh/|\.aws/|/etc/(?:passwd|shadow)\b)[^\n]*\|[^\n]*\b(?:curl|wget|nc)\b`,
    String.raw`/dev/tcp/\S+/\d+`,
    String.raw`\bnc(?:at)?\b[^\n]*\s-e\s`,
    String.raw`\bmkfifo\b[^\n]*\bnc\b`,
    String.raw`\b(?:rm\s+-[rf]{2}\s+(?:--no-preserve-root\s+)?(?:/|~|\$HOME)(?:\s|$|\*))`,
  ].join('|'),
  'i',
);
/** Programs that send what they are given. */
export const sendingProgram = /\b(?:curl|wget|nslookup|dig|nc|ncat|powershell)\b/i;
export const shell = /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|zsh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)$/i;

/** Addresses of coins, and patterns that look for them. */
export const walletAddress = /\b0x[0-9a-fA-F]{40}\b|\bbc1[a-z0-9]{25,60}\b|\bT[1-9A-HJ-NP-Za-km-z]{33}\b|\b[13][1-9A-HJ-NP-Za-km-z]{25,34}\b/;
export const walletPattern = /0x\[[^\]]*\]\{40\}|bc1\[|\[13\]\[|\{33\}/;
/** What a page's wallets and requests go through; to replace one is to stand between. */
export const walletCall = /^(?:ethereum|solana|tronWeb|phantom\.\w+)\.(?:request|send|sendAsync|signTransaction|signAllTransactions|signAndSendTransaction)$/;
export const requestCall = /^(?:fetch|XMLHttpRequest\.prototype\.(?:open|send)|navigator\.clipboard\.(?:writeText|readText))$/;

/** Signs of programs that spread by the credentials they find. */
export const wormWord = /\btrufflehog\b|toJSON\(\s*secrets\s*\)/i;
