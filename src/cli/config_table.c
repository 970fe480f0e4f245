/* Every key of the configuration: the one table. Flags, environment, file,
 * `mingce config`, the manual page and the completion read it. */
#include "cli/cli.h"

const struct config_row config_rows[] = {
    { "db", CONFIG_TEXT, "", "sqlite:var/mingce.db", 0, 0, true,
        "Database: sqlite:PATH or postgresql://..." },
    { "data", CONFIG_TEXT, "", "var/data", 0, 0, false,
        "Folder of attachments and issued documents." },
    { "fonts", CONFIG_TEXT, "", "", 0, 0, false,
        "Folder of the re-cut fonts; empty: beside the program." },
    { "listen", CONFIG_TEXT, "", "127.0.0.1", 0, 0, false,
        "Address to listen on." },
    { "port", CONFIG_INT, "", "8080", 0, 65535, false,
        "Port to listen on; 0 takes a free one." },
    { "base_url", CONFIG_TEXT, "", "", 0, 0, false,
        "Address by which people reach the site, for links in messages and "
        "QR codes; empty: the listening address." },
    { "site_name", CONFIG_TEXT, "", "明册", 0, 0, false,
        "Name of the site in Chinese." },
    { "site_name_en", CONFIG_TEXT, "", "Mingce", 0, 0, false,
        "Name of the site in English." },
    { "workers", CONFIG_INT, "threads", "4", 1, 64, false,
        "Threads that answer requests." },
    { "demo", CONFIG_YES_NO, "", "no", 0, 0, false,
        "Demo mode: no second factor, a clock that can be moved." },
    { "secure_cookies", CONFIG_YES_NO, "", "no", 0, 0, false,
        "The site is reached by HTTPS: cookies are marked Secure." },
    { "smtp_url", CONFIG_TEXT, "", "", 0, 0, false,
        "Mail server, smtp://HOST:PORT or smtps://...; empty: mails wait." },
    { "smtp_user", CONFIG_TEXT, "", "", 0, 0, false,
        "User at the mail server." },
    { "smtp_password", CONFIG_TEXT, "", "", 0, 0, true,
        "Password at the mail server." },
    { "smtp_from", CONFIG_TEXT, "", "", 0, 0, false,
        "Address that mails come from." },
    { "sms_url", CONFIG_TEXT, "", "", 0, 0, false,
        "SMS gateway that takes a POST of JSON {mobile, text}; empty: SMS "
        "wait." },
    { "sms_token", CONFIG_TEXT, "", "", 0, 0, true,
        "Bearer token of the SMS gateway." },
    { "sms_form", CONFIG_TEXT, "", "", 0, 0, false,
        "Form for gateways that take no JSON, such as "
        "to={{mobile}}&msg={{text}}." },
    { "log_level", CONFIG_INT, "", "2", 0, 3, false,
        "0 errors, 1 warnings, 2 requests, 3 everything." },
};
const size_t config_row_count =
    sizeof(config_rows) / sizeof(config_rows[0]);
