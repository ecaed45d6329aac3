;;; eglot.el --- Eglot on IRQLINT_TEST_FILE -*- lexical-binding: t -*-
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; What the user would see goes to IRQLINT_TEST_RESULT.
(require 'cl-lib)
(require 'eglot)
(require 'irqlint)
(require 'json)

(defvar patience (string-to-number (getenv "IRQLINT_TEST_PATIENCE")))
(defvar result nil)

(defun wait (what condition)
  (let ((end (+ (float-time) patience)) value)
    (while (not (setq value (funcall condition)))
      (when (> (float-time) end)
        (message "eglot.el: waited in vain for %s" what)
        (kill-emacs 1))
      (accept-process-output nil 0.05))
    value))

(defun texts () (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))
(defun ours ()
  (cl-remove-if-not (lambda (found) (string-match-p "irq-\\|irqlint" (flymake-diagnostic-text found)))
                    (flymake-diagnostics)))
(defun whole () (buffer-substring-no-properties (point-min) (point-max)))

(defun act (title)
  "Choose what begins with TITLE of what is offered at point."
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt choices &rest _)
               (let ((titles (mapcar (lambda (choice) (if (consp choice) (car choice) choice)) choices)))
                 (setq result (plist-put result :titles (vconcat titles)))
                 (or (cl-find-if (lambda (name) (string-prefix-p title name)) titles)
                     (progn (message "eglot.el: no %s in %S" title titles) (kill-emacs 1))))))
            (last-nonmenu-event ?x))
    (let ((last-nonmenu-event ?x))
      (eglot-code-actions (line-beginning-position) (line-end-position) nil t)))
  ;; Without a screen nobody is ever idle, which is when Eglot tells of changes.
  (eglot--signal-textDocument/didChange)
  (wait "no finding" (lambda () (null (ours))))
  (whole))

(setq eglot-confirm-server-initiated-edits nil eglot-autoshutdown nil eglot-sync-connect 30
      create-lockfiles nil make-backup-files nil)
(let ((words (split-string (getenv "IRQLINT_TEST_COMMAND"))))
  (setq irqlint-program (car words)
        ;; irqlint lsp --proxy clangd -- arguments
        irqlint-clangd (when (nth 3 words) (cons (nth 3 words) (nthcdr 5 words)))))
(irqlint-eglot-setup)
(find-file (getenv "IRQLINT_TEST_FILE"))
(c-mode)
(apply #'eglot (eglot--guess-contact))
(buffer-enable-undo)
(wait "a finding" #'ours)
(setq result
      (plist-put result :found
                 (vconcat (mapcar (lambda (found)
                                    (list :line (line-number-at-pos (flymake-diagnostic-beg found))
                                          :text (buffer-substring-no-properties (flymake-diagnostic-beg found)
                                                                                (flymake-diagnostic-end found))
                                          :message (flymake-diagnostic-text found)))
                                  (ours)))))
(goto-char (flymake-diagnostic-beg (car (ours))))
(when (getenv "IRQLINT_TEST_OTHER")
  (wait "the other server" (lambda () (> (length (texts)) (length (ours)))))
  (setq result (plist-put result :others
                          (vconcat (cl-set-difference (texts) (mapcar #'flymake-diagnostic-text (ours)))))))
(let* ((hover (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                               (eglot--TextDocumentPositionParams)))
       (contents (plist-get hover :contents)))
  (setq result (plist-put result :hover (substring-no-properties (eglot--hover-info contents)))))
(setq result (plist-put result :suppressed (act "Suppress")))
(undo-start)
(undo-more 1)
(eglot--signal-textDocument/didChange)
(wait "the finding again" #'ours)
(goto-char (flymake-diagnostic-beg (car (ours))))
(setq result (plist-put result :fixed (act "Replace")))
(with-temp-file (getenv "IRQLINT_TEST_RESULT")
  (insert (json-encode result)))
(kill-emacs 0)
